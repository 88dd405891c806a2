"""Erasure and taking back of agreement over all packages: what goes, what stays, what must end first (decisions 22).

Numbers and addresses that are proven to be somebody's are taken out of every table; names only where it is certain
who is meant, because two people may share one. A link proves one need and no number: its holder erases that need.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from councils import account_fading, candidacy_fading, poll_folding
from councils.models import Minutes
from enterprises import erasing as people
from enterprises.imports.erasing import forget_lists_with
from enterprises.models import Person
from parkdesk.core import access, blotting, erased, forgetting
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow
from parkdesk.core.marks import Marks
from requests_flow import erasing as needs_
from requests_flow.erasing import Gone
from requests_flow.models import Need

PACKAGES = ("core", "enterprises", "requests_flow", "councils", "points", "account", "admin", "django_tasks_database")
# Issued minutes are sealed by their digest and countersigned; nobody's number belongs into them.
SEALED = frozenset({Minutes})


def obstacles(person: Person) -> Iterator[str]:
    """What must end before this person can be erased, in sentences for them."""
    yield from people.obstacles(person)
    for need in needs_.needs_of(person).open().order_by("pk"):
        yield _("%(need)s is still open: withdraw it, or wait until it is done.") % {"need": str(need)}


def obstacle_of(need: Need) -> str:
    """The same for the holder of a tracking link; empty when nothing stands against it."""
    return _("It is still open: withdraw it, or wait until it is done.") if need.is_open else ""


@transaction.atomic
def erase_person(person: Person, *, by: Actor, reason: str = "") -> Gone:
    """Erase an account and the needs of whoever has it. Raises NotNow when something must end first."""
    for why in obstacles(person):
        raise NotNow(person, "erase", why)
    return _take_out(person, by=by, reason=reason)


def _take_out(person: Person, *, by: Actor, reason: str = "") -> Gone:
    mine = list(needs_.needs_of(person))
    firms = {*person.memberships.values_list("enterprise_id", flat=True), *(one.enterprise_id for one in mine)} - {None}
    marks = people.marks_of(person) | needs_.marks_of(mine)
    gone = needs_.erase_needs(mine, marks, by=by, reason=reason)
    needs_.forget_at_firms(firms, marks)
    blotting.drop_reasons(access.looks_at_any([person]), marks)
    _blot_log(person, marks)
    people.erase_person(person, by=by, reason=reason)
    poll_folding.forget(person)
    account_fading.forget(person, marks)
    candidacy_fading.forget(person)
    _sweep(_proven(person))
    forgetting.forget_recipient(f"person:{person.pk}")
    forgetting.end_sessions(person.pk)
    forgetting.empty_cache()
    for one in (person, *mine):
        erased.remember(one)
    return gone


@transaction.atomic
def erase_own_need(need: Need, *, by: Actor) -> Gone:
    """Erase one need for whoever holds its link. Raises NotNow while it is open."""
    if why := obstacle_of(need):
        raise NotNow(need, "erase", why)
    return _take_out_of([need], needs_.marks_of([need]), by=by)


def _take_out_of(needs: list[Need], marks: Marks, *, by: Actor, reason: str = "") -> Gone:
    gone = needs_.erase_needs(needs, marks, by=by, reason=reason)
    needs_.forget_at_firms({one.enterprise_id for one in needs} - {None}, marks)
    forgetting.empty_cache()
    for one in needs:
        erased.remember(one)
    return gone


@transaction.atomic
def erase_reporter(needs: Iterable[Need], *, by: Person, reason: str) -> Gone:
    """Erase a reporter who asked the desk for it and showed who they are. Open needs are refused (NotNow)."""
    mine = list(needs)
    for need in mine:
        if why := obstacle_of(need):
            raise NotNow(need, "erase", why)
        access.looked_at(need, by=by, action="need.erase")
    marks = needs_.marks_of(mine)
    gone = _take_out_of(mine, marks, by=by, reason=marks.blotted(reason))
    _sweep(marks.without_names())
    return gone


# An older backup brings back who was erased since: what must end first does not count then.
@erased.erases(Person._meta.label_lower)
def _erase_person_again(key: int) -> None:
    person = Person.objects.filter(pk=key).first()
    if person and not people.has_left(person):
        _take_out(person, by=CLOCK)


@erased.erases(Need._meta.label_lower)
def _erase_need_again(key: int) -> None:
    if need := Need.objects.filter(pk=key).first():
        _take_out_of([need], needs_.marks_of([need]), by=CLOCK)


def _proven(person: Person) -> Marks:
    """What is this person's and nobody else's: the number that answered a code, the address of the account."""
    return Marks.of(phones=[person.phone if person.phone_verified else None], emails=[person.email], names=[])


def _sweep(marks: Marks) -> int:
    """Take proven numbers and addresses out of lists, every table, the trail's words and the reasons of looks."""
    forget_lists_with(marks)
    rows = blotting.blot_tables(_tables(), marks)
    return rows + blotting.drop_words(None, marks) + blotting.drop_reasons(None, marks)


def _tables() -> Iterator[type[models.Model]]:
    """Every table into which people write, of our packages and of those that keep addresses or work in hand."""
    for package in PACKAGES:
        yield from (one for one in apps.get_app_config(package).get_models() if one not in SEALED)


def _blot_log(person: Person, marks: Marks) -> None:
    """The log of the administration calls rows by their name."""
    kind = ContentType.objects.get_for_model(Person)
    about = LogEntry.objects.filter(content_type=kind, object_id=str(person.pk))
    about.update(object_repr=f"#{person.pk}")
    blotting.blot(about, marks)
