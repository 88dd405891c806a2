"""Needs without whoever reported them: contact, own words and own pictures go; that there was a need stays.

What somebody asked for in the name of a firm stays with the firm, without name, number and address; what was personal,
or of nobody's firm, loses its text. Category, park, dates, outcome and figures stand: the community answers for them.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import files
from parkdesk.core.access import looks_at_any
from parkdesk.core.actors import Actor
from parkdesk.core.blotting import about_any, blot, drop_reasons, drop_words, kin
from parkdesk.core.flow import record
from parkdesk.core.marks import Marks
from parkdesk.core.models import Entry, EntryText, Wishes
from requests_flow.masking import masked
from requests_flow.models import AnswerSheet, CircularCopy, Mending, Need, Rating, ReporterContact, Visit
from requests_flow.models.sorting_steps import searched
from requests_flow.personal import Personal
from requests_flow.timeline import BY_THE_REPORTER

Gone = Counter  # how many of "needs", "words", "pictures"
# Pictures that came with the report itself have no step.
OWN_PICTURES = BY_THE_REPORTER | {""}
OWN_VERBS = frozenset(f"requests_flow.need.{step}" for step in BY_THE_REPORTER)


def needs_of(person: Person) -> QuerySet[Need]:
    """Needs that are this person's: under their name, or from before they had it, by their number or address.

    A number counts once it has answered a code.
    """
    mine = Q(reporter=person)
    if person.phone and person.phone_verified:
        mine |= Q(reporter=None, contact__phone=person.phone)
    if person.email:
        mine |= Q(reporter=None, contact__email__iexact=person.email)
    return Need.objects.handed_in().filter(mine)


def with_the_same_number(need: Need) -> QuerySet[Need]:
    """Needs that came under the same mobile number; this one among them."""
    contact = ReporterContact.objects.filter(need=need).first()
    same = Q(contact__phone=contact.phone) if contact and contact.phone else Q(pk__in=[])
    return Need.objects.handed_in().filter(Q(pk=need.pk) | same)


def marks_of(needs: Iterable[Need]) -> Marks:
    """What the reporters of these needs left of themselves."""
    found = ReporterContact.objects.filter(need__in=needs)
    left = list(found.values_list("phone", "email", "name"))
    phones, emails, names = zip(*left, strict=True) if left else ((), (), ())
    return Marks.of(phones=phones, emails=emails, names=names)


@transaction.atomic
def erase_needs(needs: Iterable[Need], marks: Marks, *, by: Actor, reason: str = "") -> Gone:
    """Take the reporter out of these needs and of what hangs on them. Returns what went."""
    gone: Gone = Counter()
    locked = Need.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in needs])
    for need in locked.select_related("enterprise").order_by("pk"):
        gone += _erase(need, marks)
        record(need, "erase", by=by, note=reason, facts={"pictures": gone["pictures"]})
    return gone


def forget_at_firms(firms: Iterable[int], marks: Marks) -> None:
    """Names of one person as others wrote them down at their firms: on visits, under notices, in answers to forms."""
    for rows in (
        Visit.objects.filter(enterprise__in=firms),
        CircularCopy.objects.filter(enterprise__in=firms),
        AnswerSheet.objects.filter(enterprise__in=firms),
    ):
        blot(rows, marks.alone())
        drop_words(about_any(rows), marks.alone())


def _erase(need: Need, marks: Marks) -> Gone:
    here = Need.objects.filter(pk=need.pk)
    pictures = files.erase(files.of(need).filter(step__in=OWN_PICTURES))
    words = EntryText.objects.filter(entry__in=Entry.objects.about(need).filter(verb__in=OWN_VERBS)).delete()[0]
    words += drop_words(about_any(here), marks)
    drop_reasons(looks_at_any([need]), marks)
    ReporterContact.objects.filter(need=need).delete()
    Wishes.objects.filter(recipient=f"need:{need.pk}").delete()
    Rating.objects.filter(need=need).update(comment="")
    Mending.objects.filter(need=need).update(second_comment="")
    for rows in kin(here):
        blot(rows, marks)
        words += drop_words(about_any(rows), marks)
    _rewrite(need, marks)
    return Counter(needs=1, words=words, pictures=pictures)


def _rewrite(need: Need, marks: Marks) -> None:
    """The need's own text: of a firm without the person, else not at all."""
    if need.enterprise_id and not need.is_personal:
        need.title, need.text = _bare(need.title, marks), _bare(need.text, marks)
    else:
        with translation.override(need.language):
            need.title, need.text = _("Erased at the reporter’s request"), _("Erased at the reporter’s request.")
        need.room = need.enterprise_name = need.outside_number = ""
    need.room, need.enterprise_name = marks.blotted(need.room), marks.blotted(need.enterprise_name)
    need.search_text = searched(need)
    need.save(update_fields=["title", "text", "room", "enterprise_name", "outside_number", "search_text"])


def _bare(text: str, marks: Marks) -> str:
    return masked(marks.blotted(text), frozenset(Personal))
