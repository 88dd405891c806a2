"""What happened to a need, line by line, from its trail: for the reporter (public lines) and for the desk (all).

Lines name nobody who reported, and people of the desk by surname and title. Of what was written a reporter reads what
was written for them (`SAID`); a bare note stays with the desk, except what somebody noted on site.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enterprises.models import Appointment, Unit
from parkdesk.core import clock, files
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry
from requests_flow.council_guards import COUNCIL
from requests_flow.models import Need
from requests_flow.titles import title_of
from requests_flow.who import foremost, name_of, titled

# The words of a step that its reporter may read, in the order in which they are shown.
SAID = ("question", "answer", "message", "reason", "route")
NOTED_ON_SITE = ("confirm_facts",)
FOR_STAFF = ("comment", "whole")
BY_THE_REPORTER = frozenset(
    {
        "submit", "reply", "add", "confirm", "reopen", "withdraw", "rate", "rate_again", "wish_call", "take_back",
        "correct_contact",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that happened: what (past tense), who, when, what was said, which pictures."""

    step: str
    title: str
    by: str
    at: datetime
    words: list[str] = field(default_factory=list)
    pictures: list[files.Shown] = field(default_factory=list)
    is_internal: bool = False


def timeline(need: Need, *, public: bool = True) -> list[Line]:
    """The lines of a need, newest first. Five queries at most, however long it is."""
    entries = Entry.objects.about(need).select_related("text", "actor")
    found = list(entries.public() if public else entries)
    book = _Book(
        need=need,
        public=public,
        hats=_hats(found),
        units=Unit.objects.in_bulk({pk for entry in found if (pk := _pk(entry.facts.get("unit")))}),
        pictures=_pictures(need, found, public),
    )
    return [book.line(entry) for entry in reversed(found)]


def _hats(entries: Iterable[Entry]) -> dict[int, Appointment]:
    """For each person in the trail the appointment under which they are named, the running one before an old one."""
    people = {entry.actor_id for entry in entries if entry.actor_id}
    if not people:
        return {}
    hats: dict[int, list[Appointment]] = {}
    for hat in Appointment.objects.filter(person__in=people).select_related("unit").order_by("-starts_on", "pk"):
        hats.setdefault(hat.person_id, []).append(hat)
    return {person: one for person, many in hats.items() if (one := foremost(_running(many) or many))}


def _running(hats: list[Appointment]) -> list[Appointment]:
    today = clock.today()
    return [hat for hat in hats if hat.starts_on <= today and (hat.ends_on is None or hat.ends_on >= today)]


def _pictures(need: Need, entries: list[Entry], public: bool) -> dict[int, list[files.Shown]]:
    """Pictures by entry: each belongs to the first entry of its step that was written after it came in."""
    found: dict[int, list[files.Shown]] = {}
    stored = files.of(need).filter(is_public=True) if public else files.of(need)
    for one in stored:
        same = [entry for entry in entries if entry.step == one.step]
        home = next((entry for entry in same if entry.at >= one.created_at), same[-1] if same else None)
        if home is not None:
            found.setdefault(home.pk, []).extend(files.shown([one]))
    return found


def _pk(fact: Any) -> int | None:
    """The id in `enterprises.unit:5`, as the canonical form writes a row."""
    return int(fact.rpartition(":")[2]) if isinstance(fact, str) and ":" in fact else None


@dataclass(frozen=True)
class _Book:
    """What the lines of one need look things up in."""

    need: Need
    public: bool
    hats: Mapping[int, Appointment]
    units: Mapping[int, Unit]
    pictures: Mapping[int, list[files.Shown]]

    def line(self, entry: Entry) -> Line:
        return Line(
            step=entry.step,
            title=title_of(entry.step, self._facts(entry)),
            by=self._by(entry),
            at=entry.at.replace(microsecond=0),
            words=self._words(entry),
            pictures=self.pictures.get(entry.pk, []),
            is_internal=not entry.is_public,
        )

    def _facts(self, entry: Entry) -> dict[str, Any]:
        """The facts of an entry in readable words."""
        facts = entry.facts
        unit = self.units.get(_pk(facts.get("unit")) or 0)
        return facts | {
            "unit": name_of(unit) if unit else _("a unit"),
            "channel": self.need.channel,
            "waits_for": entry.words.get("waits_for") or facts.get("waits_for") or _("an outside body"),
        }

    def _by(self, entry: Entry) -> str:
        hat = self.hats.get(entry.actor_id or 0)
        if self._is_by_the_reporter(entry, hat):
            return pgettext("who did it", "you") if self.public else _("the reporter")
        if hat is None and entry.actor_ref == COUNCIL.ref:
            return _("the park council")
        if hat is None:
            return _("automatically") if entry.actor_kind == CLOCK.kind else _("the desk")
        landlord = hat.unit if hat.unit and hat.unit.is_tied_to_a_landlord else None
        return name_of(landlord) if landlord and self.public else titled(entry.actor, hat)

    def _is_by_the_reporter(self, entry: Entry, hat: Appointment | None) -> bool:
        """Whether the reporter's side did it: a holder of the link, or somebody without an office of ours."""
        is_theirs = hat is None or entry.actor_id == self.need.reporter_id
        return entry.step in BY_THE_REPORTER and is_theirs

    def _words(self, entry: Entry) -> list[str]:
        said = entry.words
        shown = [said[name] for name in SAID if said.get(name)]
        if said.get("note") and (not self.public or entry.step in NOTED_ON_SITE):
            shown.append(said["note"])
        shown += [said[name] for name in FOR_STAFF if said.get(name) and not self.public]
        return shown
