"""Needs that belong together, and needs that hold two matters: merge, link, split (domain.md 1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock, prepared
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.intake import title_of
from requests_flow.models import Need, NeedLink, ReporterContact
from requests_flow.models.need import digest_token
from requests_flow.models.sorting_steps import searched
from requests_flow.words import INCIDENT_CATEGORIES, Kind, Relation, State

# What a need that is split off has from its origin: who and where, and since when what was promised.
KEPT = (
    "channel", "language", "kind", "urgency", "is_personal", "is_protected", "park", "building", "place_code", "room",
    "enterprise", "enterprise_name", "reporter", "first_contact", "owner", "outside_kind", "acknowledged_at",
    "reopened_at", "reply_due_at", "resolve_due_at",
)  # fmt: skip
OF_THE_CONTACT = ("name", "phone", "email", "consent_version", "consent_at")


# --- merge -------------------------------------------------------------------------------------------
def why_not_merge(need: Need, into: Need) -> str:
    """Why the two may not be merged: the answer to one is read by the reporter of the other. Empty when they may."""
    if need.pk == into.pk:
        return _("This is the need itself. Give the number of another one.")
    if not into.is_open:
        return _("That need has ended already. Choose one that is still open.")
    if (need.is_personal, need.is_protected) != (into.is_personal, into.is_protected):
        return _("A personal or protected need is merged only with one that is kept the same way.")
    return ""


def merge(need: Need, *, into: Need, by: Person, note: str = "") -> Need:
    """End a need in favour of another one; it can be undone for a day."""
    if reason := why_not_merge(need, into):
        raise NotNow(need, "merge", reason)
    return advance(need, "merge", by=by, note=note, into=into)


def pass_on(lead: Need, *, outcome: str, answer: str, by: Person) -> list[Need]:
    """Give the answer of a need to all that were merged into it, however often. Returns those, told."""
    told: list[Need] = []
    for one in Need.objects.filter(merged_into=lead, state=State.MERGED).order_by("pk"):
        told.append(advance(one, "pass_on", by=by, outcome=outcome, answer=answer))
        told += pass_on(one, outcome=outcome, answer=answer, by=by)
    return told


# --- link --------------------------------------------------------------------------------------------
def why_not_link(need: Need, other: Need, relation: str) -> str:
    """Why the two may not be linked so; empty when they may."""
    if need.pk == other.pk:
        return _("This is the need itself. Give the number of another one.")
    if relation == Relation.SAME_INCIDENT and not (_is_of_the_place(need) and _is_of_the_place(other)):
        return _("Complaints, personal and protected needs, and those of other categories, are no incident.")
    return ""


def _is_of_the_place(need: Need) -> bool:
    is_private = need.is_personal or need.is_protected or need.kind == Kind.COMPLAINT
    return not is_private and (not need.category or need.category in INCIDENT_CATEGORIES)


@transaction.atomic
def link(need: Need, *, other: Need, relation: str, by: Person) -> Need:
    """Tie two needs together, or say anew how; on the trail of both. Raises NotNow when they do not go together."""
    if reason := why_not_link(need, other, relation):
        raise NotNow(need, "link", reason)
    _on_both(need, other, "link", by, relation=relation)
    first, second = NeedLink.in_order(need, other)
    NeedLink.objects.update_or_create(
        need=first, other=second, defaults={"relation": relation, "by": by, "at": clock.now()}
    )
    return need


@transaction.atomic
def unlink(need: Need, *, other: Need, by: Person) -> Need:
    """Untie two needs; that they were tied stays on the trail of both. Raises NotNow when they are not."""
    if not NeedLink.objects.between(need, other).delete()[0]:
        raise NotNow(need, "unlink", _("These two are not linked any more."))
    _on_both(need, other, "unlink", by)
    return need


def _on_both(need: Need, other: Need, step: str, by: Person, **facts: str) -> None:
    """The older one first, so that two people who tie the same pair do not wait for each other for ever."""
    first, second = NeedLink.in_order(need, other)
    advance(first, step, by=by, other=second.reference, **facts)
    advance(second, step, by=by, other=first.reference, **facts)


# --- split -------------------------------------------------------------------------------------------
@transaction.atomic
def split(need: Need, *, stays: str, moves: Iterable[str], by: Person) -> Need:
    """Make several needs of one that holds several matters; its reporter is told all numbers.

    What moves keeps reporter, contact, place, the day it came in and what was promised; it is sorted by itself.
    """
    whole = Need.objects.select_for_update().get(pk=need.pk)
    if stays.strip() == whole.text.strip():
        raise NotNow(need, "split", _("Take out what moves: here stays only what is done under this number."))
    parts = [_split_off(whole, text, by) for text in moves]
    numbers = [one.reference for one in parts]
    return advance(need, "split", by=by, title=title_of(stays), stays=stays, whole=whole.text, into=numbers)


def _split_off(need: Need, text: str, by: Person) -> Need:
    kept = {name: getattr(need, name) for name in KEPT}
    one = Need(**kept, title=title_of(text), text=text)
    one.search_text, one.token_digest = searched(one), digest_token(one.token)
    one = begin(one, "split_off", by=by, origin=need)
    contact = ReporterContact.objects.filter(need=need).first()
    if contact is not None:
        prepared.insert(ReporterContact(need=one, **{name: getattr(contact, name) for name in OF_THE_CONTACT}))
    return one


# --- what belongs together ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Kin:
    """What a need has to do with others, as far as the reader may know of them."""

    links: list[tuple[NeedLink, Need]] = field(default_factory=list)
    merged: list[Need] = field(default_factory=list)
    parts: list[Need] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.links or self.merged or self.parts)


def kin_of(need: Need, person: Person) -> Kin:
    """Links, what was merged into it, what it was split into. Two queries."""
    seen = Need.objects.at_the_desk(person)
    tied = NeedLink.objects.of(need).filter(need__in=seen, other__in=seen).order_by("at", "pk")
    links = [(one, one.beyond(need)) for one in tied.select_related("need", "other", "by")]
    kin = list(seen.filter(Q(merged_into=need) | Q(split_from=need) | Q(pk=need.split_from_id)).order_by("pk"))
    merged = [one for one in kin if one.merged_into_id == need.pk]
    return Kin(links, merged, [one for one in kin if one not in merged])
