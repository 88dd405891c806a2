"""Seating councils from the directory's table of representatives, once the directory knows the people."""

import re
from typing import Any, NamedTuple

from django.utils.translation import gettext

from councils import alarms, guards, seating
from councils.models import Council, Party, Representative, RuleSet
from councils.models.seat_steps import HELD
from enterprises.directory import amounts, cleaning, headers
from enterprises.directory.batches import differences
from enterprises.directory.cleaning import Clean, narrow
from enterprises.directory.drafts import Draft
from enterprises.directory.report import CORRECTED, CREATED, UNCHANGED, UPDATED, WARNED, Line, Message, Report
from enterprises.directory.tables import Table
from enterprises.models import Appointment, Enterprise, Park, Person
from enterprises.roles import Role
from parkdesk.core import clock

_PARTIES = {value: value for value in Party.values} | {
    "社区": Party.COMMUNITY,
    "运营商": Party.OPERATOR,
    "企业": Party.ENTERPRISE,
    "企业代表": Party.ENTERPRISE,
    "两新党员": Party.PARTY_MEMBER,
    "两新组织党员": Party.PARTY_MEMBER,
    "群团": Party.MASS_ORG,
    "群团负责人": Party.MASS_ORG,
}
_WAYS_IN = {value: value for value in Representative.SelectedBy.values} | {
    "委派": Representative.SelectedBy.APPOINTED,
    "推选": Representative.SelectedBy.ELECTION,
    "选举": Representative.SelectedBy.ELECTION,
    "自荐": Representative.SelectedBy.SELF_NOMINATION,
}
_SEATED = frozenset({CREATED, CORRECTED, WARNED, UPDATED, UNCHANGED})
_KEPT = ("enterprise", "position", "selected_by", "votes", "represents", "ends_on")


class Row(NamedTuple):
    """One row of the table that names a seat."""

    party: str
    person: Person
    council: Council
    facts: dict[str, Any]


def seat_representatives(table: Table, report: Report) -> None:
    """Give everybody of the table a seat in the council of the park. Repeatable; who has left stays out.

    `report` is what the directory made of the table: rows that it held are left alone, and a row whose seat cannot
    be given says so in its line.
    """
    roll = _Roll(table, report)
    lines = {line.row: line for line in report.lines if line.outcome in _SEATED}
    for row, record in headers.records(table, headers.must_find(table, "council_reps")):
        if record and row.number in lines:
            roll.settle(Draft(record), lines[row.number])
    for council in roll.councils.values():
        council.has_seats = any(key[0] == council.pk for key in roll.sitting)
    alarms.watch(roll.councils.values())


def _is_taken(one: Representative) -> bool:
    """Not once its term is over: whoever comes next takes that seat."""
    return one.state in HELD and (one.ends_on is None or one.ends_on >= clock.today())


class _Roll:
    """Everything that rows may name, looked up once."""

    def __init__(self, table: Table, report: Report) -> None:
        self.rules = RuleSet.current(clock.today())
        self.people, self.by_phone = _people()
        self.firms = Enterprise.objects.in_bulk(field_name="code")
        self.councils = {one.park.code: one for one in Council.objects.select_related("park")}
        self.seats = {
            (one.council_id, one.person_id, one.starts_on): one
            for one in Representative.objects.select_related("seat", "council__park", "person")
        }
        self.sitting = {key[:2] for key, one in self.seats.items() if _is_taken(one)}

    def settle(self, draft: Draft, line: Line) -> None:
        """Seat one row, or bring what is known of the seat in step with it."""
        row = self._read(draft, line)
        if row is None:
            return
        known = self.seats.get((row.council.pk, row.person.pk, row.facts["starts_on"]))
        if known:
            _bring_in_step(known, row, line)
        elif (row.council.pk, row.person.pk) in self.sitting:
            _say(line, "code", "seat_twice", gettext("This person holds a seat in this council already."))
        elif self._is_full(row.council):
            _say(line, "party", "council_full", gettext("All seats that the rules allow are taken."))
        else:
            self._seat(row)

    def _seat(self, row: Row) -> None:
        facts = dict(row.facts)
        firm = facts.pop("enterprise")
        seated = seating.seat(
            row.council, row.party, row.person, term=seating.Term(**facts), by=guards.DIRECTORY, enterprise=firm
        )
        self.seats[row.council.pk, row.person.pk, row.facts["starts_on"]] = seated
        self.sitting.add((row.council.pk, row.person.pk))

    def _is_full(self, council: Council) -> bool:
        sit = [one for one in self.seats.values() if one.council_id == council.pk and _is_taken(one)]
        return len({one.seat_id for one in sit}) >= self.rules.size_max

    def _read(self, draft: Draft, line: Line) -> Row | None:
        party, person = draft.take("party", amounts.choice(_PARTIES)), self._person(draft, line)
        if not party or person is None:
            _say(line, "party", "party_missing", gettext("No seat was given: the party is not named."))
            return None
        return Row(party, person, self._council(line.values["park"]), self._facts(draft))

    def _person(self, draft: Draft, line: Line) -> Person | None:
        """Staff by their number; others by that of their row, or by the telephone that the directory knew them by."""
        names = (draft.text("staff").strip().lower(), line.key.lower())
        found = next((self.people[name] for name in names if name in self.people), None)
        numbers = draft.take("mobile", cleaning.phones)
        return found or self.by_phone.get(numbers.mobile if numbers else "")

    def _council(self, park: str) -> Council:
        if park not in self.councils:
            self.councils[park] = seating.found(Park.objects.get(code=park))
        return self.councils[park]

    def _facts(self, draft: Draft) -> dict[str, Any]:
        facts = {field: draft.take(field, clean) for field, clean in _CLEANERS.items()}
        return facts | {
            "enterprise": self.firms.get(draft.text("enterprise").strip().upper()),
            "position": facts["position"] or "",
            "selected_by": facts["selected_by"] or Representative.SelectedBy.APPOINTED,
            "represents": list(facts["represents"] or ()),
        }


def _kinds(text: str) -> Clean:
    """`SW;COM`: the enterprise types that somebody speaks for, those that the directory knows."""
    named = re.split(r"[;；,，、/\s]+", narrow(text).upper())
    return Clean(tuple(dict.fromkeys(kind for kind in named if kind in Enterprise.Sector.values)) or None)


_CLEANERS = {
    "position": cleaning.words,
    "selected_by": amounts.choice(_WAYS_IN),
    "votes": amounts.count,
    "represents": _kinds,
    "starts_on": amounts.term_day,
    "ends_on": amounts.term_day,
}


def _bring_in_step(known: Representative, row: Row, line: Line) -> None:
    """What the table says now about a seat that is held already. Who left stays out, whatever an older table says."""
    if known.state == Representative.State.LEFT:
        Appointment.objects.filter(pk=known.appointment_id).update(ends_on=known.ends_on)
        return
    said = _said(known, row)
    changed = differences(known, said)
    for field in changed:
        setattr(known, field, said[field])
    if changed:
        known.save(update_fields=changed)
        line.outcome = UPDATED if line.outcome == UNCHANGED else line.outcome
        line.changed += changed


def _said(known: Representative, row: Row) -> dict[str, Any]:
    """The row's facts; without a last day the two years stay, and so do relations that were declared here."""
    said = {field: row.facts[field] for field in _KEPT}
    declared = [kind for kind, basis in known.relations.items() if basis != Representative.Basis.PAPER]
    said["represents"] = list(dict.fromkeys([*said["represents"], *declared]))
    return said | {"ends_on": said["ends_on"] or known.ends_on}


def _say(line: Line, field: str, code: str, text: str) -> None:
    """The person stands in the directory; only the seat could not be given."""
    line.messages.append(Message(field, code, text, WARNED))
    if line.outcome in {CREATED, CORRECTED}:
        line.outcome = WARNED


def _people() -> tuple[dict[str, Person], dict[str, Person]]:
    """Everybody who is appointed to sit in a council, by username and by telephone."""
    people = Person.objects.filter(appointments__role=Role.REPRESENTATIVE).distinct()
    return {one.username: one for one in people}, {one.phone: one for one in people if one.phone}
