"""Incidents: opened from what was reported, joined, answered once for all, ended (domain.md 1, decisions 30)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Building, Park, Person, Unit
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance, begin
from parkdesk.core.models import Entry
from requests_flow import desk, many
from requests_flow.intake import Report, hand_in
from requests_flow.many import Fate
from requests_flow.models import Incident, Need
from requests_flow.timeline import Line
from requests_flow.words import Category, State, Tier

SAID = ("message", "message_en", "answer", "answer_en", "cause")
TITLES = {
    "open": gettext_lazy("Opened"),
    "change": gettext_lazy("Changed"),
    "answer": gettext_lazy("Answered to all"),
    "end": gettext_lazy("Over; its needs were completed"),
}
UNSORTED = (State.SUBMITTED, State.ACKNOWLEDGED, State.REOPENED)


@dataclass(frozen=True)
class Sketch:
    """What is known of an incident: where, what, and when it will be over."""

    park: Park
    category: str
    title: str
    title_en: str = ""
    building: Building | None = None
    cause: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True)
class Said:
    """One text in the languages in which it was written; who reads another one gets the Chinese one."""

    chinese: str
    english: str = ""

    def to(self, need: Need) -> str:
        is_chinese = need.language.startswith("zh")
        return self.chinese if is_chinese else self.english or self.chinese


@transaction.atomic
def open_for(sketch: Sketch, *, by: Person, needs: Iterable[Need] = ()) -> Incident:
    """Open an incident, with the needs from which it is known. All or nothing."""
    incident = begin(Incident(**vars(sketch), opened_by=by), "open", by=by)
    for need in needs:
        join(need, incident, by=by)
    return incident


def join(need: Need, incident: Incident, *, by: Actor) -> Need:
    """Put a need under an incident. Raises NotNow for one that is over or in another park."""
    if not incident.is_open:
        raise NotNow(need, "join", _("This incident is over."))
    if need.park_id != incident.park_id:
        raise NotNow(need, "join", _("This incident is in another park."))
    return advance(need, "join", by=by, incident=incident)


def leave(need: Need, *, by: Person) -> Need:
    """Take a need out again."""
    return advance(need, "leave", by=by)


@transaction.atomic
def follow(incident: Incident, report: Report, *, by: Actor, key: str, admit: Callable[[], None]) -> Need:
    """The same with me: a need of one's own under a known incident, once per key."""
    need, is_new = hand_in(report, by=by, key=key, admit=admit)
    return join(need, incident, by=by) if is_new else need


def lines(incident: Incident) -> list[Line]:
    """What happened to the incident itself, newest first, with what was said to all."""
    entries = Entry.objects.about(incident).select_related("text", "actor")
    return [
        Line(
            step=entry.step,
            title=str(TITLES[entry.step]),
            by=str(entry.actor or ""),
            at=entry.at.replace(microsecond=0),
            words=[entry.words[name] for name in SAID if entry.words.get(name)],
        )
        for entry in reversed(entries)
    ]


# --- one answer for all ------------------------------------------------------------------------------
def needs_of(incident: Incident, person: Person) -> list[Need]:
    """The needs of an incident that this person may read, oldest first."""
    seen = Need.objects.at_the_desk(person).filter(incident=incident)
    return list(seen.select_related("park", "building", "enterprise", "unit").order_by("submitted_at", "pk"))


def reached_by_answer(incident: Incident, by: Person) -> list[Fate]:
    """Whom one answer would reach, and why not the others."""
    return [Fate(one, why_not_answer(one, by)) for one in needs_of(incident, by)]


def reached_by_end(incident: Incident, by: Person) -> list[Fate]:
    """Which needs would be completed with the incident, and why not the others."""
    return [Fate(one, _why_not_complete(one, by)) for one in needs_of(incident, by)]


@transaction.atomic
def answer(incident: Incident, said: Said, *, by: Person) -> list[Fate]:
    """Tell every reporter the same, each on their own need and in their language. Returns what became of each."""
    fates = many.each(needs_of(incident, by), lambda need: answer_one(need, said.to(need), by))
    _record(incident, "answer", fates, by, message=said.chinese, message_en=said.english)
    return fates


@transaction.atomic
def end(incident: Incident, said: Said, *, outcome: str, by: Person) -> list[Fate]:
    """The incident is over: complete its needs with one outcome. What cannot be completed now stays as it is."""
    fates = many.each(needs_of(incident, by), lambda need: _complete_one(need, outcome, said.to(need), by))
    facts = {"outcome": outcome, "answer": said.chinese, "answer_en": said.english}
    _record(incident, "end", fates, by, **facts)
    return fates


def _record(incident: Incident, step: str, fates: list[Fate], by: Person, **facts: str) -> None:
    advance(incident, step, by=by, reached=sum(one.goes for one in fates), **facts)


def answer_one(need: Need, words: str, by: Person) -> None:
    """Tell one reporter; what nobody has acknowledged yet is acknowledged with it."""
    if need.state == State.SUBMITTED:
        need = desk.acknowledge(need, by=by)
    desk.inform(need, message=words, by=by)


def why_not_answer(need: Need, by: Person) -> str:
    """Why `answer_one` would not go now; empty when it would."""
    return many.why_not(need, "acknowledge" if need.state == State.SUBMITTED else "inform", by)


def _complete_one(need: Need, outcome: str, words: str, by: Person) -> None:
    """Completed by the unit that works on it; what nobody works on yet is answered for one's own unit."""
    if reason := _why_not_complete(need, by):
        raise NotNow(need, "resolve", reason)
    if need.state in UNSORTED:
        sorting = desk.Sorting(category=need.category or str(_category_of(need)), tier=Tier.SIMPLE, rule="S")
        need = desk.sort(need, sorting, by=by)
    if need.state == State.TRIAGED:
        need = advance(need, "dispatch", by=by, unit=_own_unit(by))
        need = desk.accept(need, by=by)
    desk.resolve(need, outcome=outcome, answer=words, by=by)


def _why_not_complete(need: Need, by: Person) -> str:
    if need.tier == Tier.MAJOR:
        return _("Major needs are completed one by one.")
    if need.state not in (*UNSORTED, State.TRIAGED):
        return many.why_not(need, "resolve", by)
    if not by.units():
        return _("Nobody works on it yet, and you have no unit to answer for.")
    step = {State.SUBMITTED: "acknowledge", State.TRIAGED: "dispatch"}.get(State(need.state), "triage")
    return many.why_not(need, step, by)


def _own_unit(by: Person) -> Unit | None:
    return Unit.objects.filter(pk__in=by.units()).order_by("pk").first()


def _category_of(need: Need) -> str:
    return need.incident.category if need.incident else Category.PRO
