"""A person leaves for good: what names them goes, their account stays under a pseudonym (decisions 10)."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Contact, FirmClaim, Invitation, Membership, Person, Registration
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.blotting import about_any, blot, drop_words, pointing_at
from parkdesk.core.flow import advance, record
from parkdesk.core.marks import Marks
from parkdesk.core.models import EntryText

# Whoever has left is called so, with the number of the row: nothing of the person, and no two alike.
FORMER = "former-{pk}"
# Packages whose rows are ways in, or habits of one account, and nothing else.
DOORS = frozenset({"account", "mfa", "socialaccount", "usersessions", "wagtailusers", "wagtailadmin"})


def marks_of(person: Person) -> Marks:
    """What this person is known by."""
    return Marks.of(phones=[person.phone], emails=[person.email], names=[person.name])


def has_left(person: Person) -> bool:
    return person.username == FORMER.format(pk=person.pk)


def obstacles(person: Person) -> Iterator[str]:
    """What has to end first: an office that runs, because others rely on whoever holds it."""
    for hat in person.hats:
        yield _("You hold an office: %(office)s. Ask the desk to end it first.") % {"office": hat.get_role_display()}


@transaction.atomic
def erase_person(person: Person, *, by: Actor, reason: str = "") -> Person:
    """Take out name, ways to reach them, ways in and registrations; end what runs. Needs are not looked at here."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    marks = marks_of(person)
    record(person, "erase", by=by, note=reason, facts={})
    _end_registrations(person)
    _end_claims(person)
    _forget_at_firms(person, marks)
    _close_doors(person)
    today = clock.today()
    Membership.objects.filter(person=person, starts_on__lte=today).running(today).update(ends_on=today)
    Person.objects.filter(pk=person.pk).update(
        username=FORMER.format(pk=person.pk), name="", email=None, phone=None, phone_verified=False, is_active=False,
        is_staff=False, is_superuser=False, password=make_password(None),
    )  # fmt: skip
    return Person.objects.get(pk=person.pk)


def _end_registrations(person: Person) -> None:
    for asked in Registration.objects.filter(person=person, state=Registration.State.ASKED):
        advance(asked, "withdraw", by=person)
    mine = Registration.objects.filter(person=person)
    mine.update(offer="", answer="")
    EntryText.objects.filter(entry__in=about_any(mine)).delete()


def _end_claims(person: Person) -> None:
    """Claims on firms: what waits is taken back, and the words beside them go."""
    for asked in FirmClaim.objects.open().filter(person=person):
        advance(asked, "withdraw", by=person)
    mine = FirmClaim.objects.filter(person=person)
    mine.update(said="", answer="")
    EntryText.objects.filter(entry__in=about_any(mine)).delete()


def _forget_at_firms(person: Person, marks: Marks) -> None:
    """The person as a contact of the firms that they belong or belonged to, and on the invitations of those."""
    firms = person.memberships.values_list("enterprise_id", flat=True)
    Invitation.objects.filter(membership__person=person).update(meant_for="")
    blot(Invitation.objects.filter(enterprise__in=firms), marks.alone())
    blot(Contact.objects.filter(enterprise__in=firms), marks.alone())
    drop_words(about_any(Contact.objects.filter(enterprise__in=firms)), marks)


def _close_doors(person: Person) -> None:
    """Addresses, second factors, accounts elsewhere, rights: whatever hangs on the account alone."""
    for relation in pointing_at(Person):
        if relation.related_model._meta.app_label in DOORS:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()
    person.groups.clear()
    person.user_permissions.clear()
