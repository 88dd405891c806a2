"""Class cases: opened from a proposal, needs put under them, one standard answer, a page for the public (8.7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Park, Person
from parkdesk.core import clock, flow
from parkdesk.core.flow import NotNow, advance, begin
from parkdesk.core.models import Entry
from requests_flow import incidents, many
from requests_flow.class_proposals import firm_of, shared_words
from requests_flow.incidents import Said
from requests_flow.many import Fate
from requests_flow.models import ClassCase, ClassRefusal, Membership, Need, Service
from requests_flow.timeline import Line
from requests_flow.words import Kind

TITLES = {
    "open": gettext_lazy("Opened"),
    "change": gettext_lazy("Changed"),
    "add": gettext_lazy("A need was put there"),
    "remove": gettext_lazy("A need was taken out"),
    "answer": gettext_lazy("The standard answer was sent to all open needs"),
    "publish": gettext_lazy("The page is public"),
    "withdraw": gettext_lazy("The page was withdrawn"),
    "settle": gettext_lazy("The prevention stands"),
    "reopen": gettext_lazy("Taken up again"),
    "close": gettext_lazy("Closed"),
}
SHARED_ENOUGH = 2
ALONG = ("park", "building", "enterprise", "unit", "service")


@dataclass(frozen=True)
class Sketch:
    """What is known of a class case when it is opened: what about, where (no park: several), how it is called."""

    category: str
    title: str
    title_en: str = ""
    service: Service | None = None
    park: Park | None = None
    texts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_for(sketch: Sketch, *, needs: Iterable[Need], by: Person) -> ClassCase:
    """Open a class case with the needs from which it is known. All or nothing."""
    said = {name: value for name, value in vars(sketch).items() if name != "texts"}
    case = begin(ClassCase(**said, **sketch.texts, opened_by=by), "open", by=by)
    for need in needs:
        add(case, need=need, by=by)
    return case


@transaction.atomic
def refuse(needs: Iterable[Need], *, reason: str, by: Person) -> ClassRefusal:
    """Say that these needs are not one cause; they are not proposed again before a further firm raises it."""
    refusal = ClassRefusal.objects.create(reason=reason, by=by, at=clock.now())
    refusal.needs.set(needs)
    flow.record(refusal, "refuse", by=by, facts={"reason": reason}, is_first=True)
    return refusal


def why_not_add(need: Need) -> str:
    """Why a need may not stand in any class case; empty when it may."""
    if need.is_personal or need.is_protected:
        return _("Personal and protected needs stand in no class case.")
    return ""


@transaction.atomic
def add(case: ClassCase, *, need: Need, by: Person) -> ClassCase:
    """Put a need under a class case. Raises NotNow for one that is private or stands in another case."""
    if reason := why_not_add(need):
        raise NotNow(case, "add", reason)
    case = advance(case, "add", by=by, need=need)
    _one, is_new = Membership.objects.get_or_create(need=need, defaults={"case": case, "by": by, "at": clock.now()})
    if not is_new:
        raise NotNow(case, "add", _("This need stands in a class case already."))
    return case


@transaction.atomic
def remove(case: ClassCase, *, need: Need, by: Person) -> ClassCase:
    """Take a need out again. Raises NotNow when it does not stand there."""
    if not Membership.objects.filter(case=case, need=need).delete()[0]:
        raise NotNow(case, "remove", _("This need does not stand in this class case."))
    return advance(case, "remove", by=by, need=need)


# --- one answer for all ------------------------------------------------------------------------------
def needs_of(case: ClassCase, person: Person) -> list[Need]:
    """The needs of a class case that this person may read, oldest first."""
    seen = Need.objects.at_the_desk(person).filter(of_class__case=case)
    return list(seen.select_related(*ALONG).order_by("submitted_at", "pk"))


def reached_by_answer(case: ClassCase, by: Person) -> list[Fate]:
    """Whom the standard answer would reach now, and why not the others."""
    return [Fate(one, incidents.why_not_answer(one, by)) for one in needs_of(case, by)]


@transaction.atomic
def answer(case: ClassCase, said: Said, *, by: Person) -> list[Fate]:
    """Tell every open need the same, each in the language of its reporter. Returns what became of each."""
    fates = many.each(needs_of(case, by), lambda need: incidents.answer_one(need, said.to(need), by))
    facts = {"message": said.chinese, "message_en": said.english, "reached": sum(one.goes for one in fates)}
    advance(case, "answer", by=by, **facts)
    return fates


def standard_answer(need: Need) -> str:
    """What a need of a class case is answered with, in the language of its reporter; empty without one."""
    case = ClassCase.objects.filter(memberships__need=need).first()
    return Said(case.standard_answer, case.standard_answer_en).to(need) if case else ""


# --- what a need may belong to -----------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """A class case as it concerns one need: it stands there, or may belong there and `why`."""

    case: ClassCase
    is_there: bool
    why: str = ""


def place_of(need: Need, person: Person) -> Place | None:
    """The class case in which a need stands, else the one in which it may belong. One query, two to compare words."""
    mine = Membership.objects.filter(need=need, case=OuterRef("pk"))
    here = ClassCase.objects.visible_to(person).annotate(is_there=Exists(mine))
    alike = ClassCase.objects.open().filter(category=need.category, service=need.service)
    near = alike.filter(Q(park__isnull=True) | Q(park=need.park)).values("pk")
    found = list(here.filter(Q(is_there=True) | Q(pk__in=near)).order_by("-is_there", "-opened_at")[:1])
    if not found or found[0].is_there:
        return Place(found[0], is_there=True) if found else None
    why = "" if why_not_add(need) or need.kind == Kind.SUGGESTION or not need.category else _why(need, found[0])
    return Place(found[0], is_there=False, why=why) if why else None


def _why(need: Need, case: ClassCase) -> str:
    """Why it may belong there, in one sentence; empty where too little speaks for it."""
    if need.service:
        return _("The same matter: %(code)s %(name)s.") % {"code": need.service.code, "name": need.service.name}
    others = list(Need.objects.filter(of_class__case=case).order_by("pk")[:SHARED_ENOUGH])
    words = shared_words([need, *others]) if others else ()
    return _("The same words: %(words)s.") % {"words": ", ".join(words)} if len(words) >= SHARED_ENOUGH else ""


def candidates(case: ClassCase, person: Person) -> list[Need]:
    """Open needs of its service that stand in no class case yet, oldest first; none for a case without a service."""
    if case.service_id is None:
        return []
    seen = Need.objects.at_the_desk(person).open().filter(service=case.service_id, of_class__isnull=True)
    near = seen.filter(is_personal=False, is_protected=False, **({"park": case.park_id} if case.park_id else {}))
    return list(near.select_related(*ALONG).order_by("submitted_at", "pk")[:20])


# --- figures, trail ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Figures:
    """Counts that say nothing of anybody: firms, parks, and needs before and since the prevention."""

    firms: int
    parks: int
    needs: int
    before: int
    since: int


def figures(case: ClassCase) -> Figures:
    """Counted over all its needs; what has become private since it was put there is left out."""
    needs = list(Need.objects.filter(of_class__case=case, is_personal=False, is_protected=False))
    firms = {firm_of(one) or f"need {one.pk}" for one in needs}
    day = case.prevented_from
    since = sum(one.submitted_at.astimezone(clock.SHANGHAI).date() >= day for one in needs) if day else 0
    return Figures(len(firms), len({one.park_id for one in needs}), len(needs), len(needs) - since, since)


def lines(case: ClassCase) -> list[Line]:
    """What happened to the class case itself, newest first."""
    entries = Entry.objects.about(case).select_related("text", "actor")
    return [
        Line(
            step=entry.step,
            title=str(TITLES[entry.step]),
            by=str(entry.actor or ""),
            at=entry.at.replace(microsecond=0),
            words=[entry.words[name] for name in ("message", "message_en", "reason") if entry.words.get(name)],
        )
        for entry in reversed(entries)
    ]
