"""What the councils of the demonstration do in a meeting, and with its minutes."""

from datetime import date, datetime, time

from councils import adopt, agenda, attendance, ballots, meetings, minutes
from councils.models import Meeting
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.demonstration import table_cases
from parkdesk.demonstration.table import Facts, Table, dated


def call_together(table: Table, key: str, facts: Facts) -> None:
    """Prepared, its agenda written, called."""
    call = meetings.Call(start(clock.today(), facts), facts["place"], kind=facts["kind"], place_en=facts["place_en"])
    meeting = meetings.prepare(table.council, call, by=table.office)
    for item in facts["items"]:
        _item(table, meeting, item)
    table.meetings[key] = meetings.convene(meeting, by=table.office)


def start(called_on: date, facts: Facts) -> datetime:
    """When a meeting begins: so many working days after it was called, at the hour that is said."""
    day = clock.add_working_days(clock.calendar(), called_on, facts["days"])
    return clock.at(day, time.fromisoformat(facts["at"]))


def put(table: Table, key: str, facts: Facts) -> None:
    """One more item, as urgent business where the session has begun."""
    _item(table, table.meetings[key], facts)


def _item(table: Table, meeting: Meeting, item: Facts) -> None:
    if "case" in item:
        agenda.put_on_agenda(meeting, by=table.office, case=table.case(item["case"]))
    else:
        topic = agenda.Topic(**{name: text for name, text in item.items() if name != "proposer"})
        proposer = table.of(item["proposer"])[0].person if "proposer" in item else None
        agenda.put_on_agenda(meeting, by=table.office, topic=topic, proposer=proposer)


def sit(table: Table, key: str, facts: Facts) -> None:
    """Everybody comes in but those who have said that they cannot; guests beside them; the session begins."""
    meeting = table.meetings[key]
    for number, seat in enumerate(table.seats):
        come = attendance.excuse if number in facts.get("excused", ()) else attendance.arrive
        come(meeting, seat, by=table.office)
    for guest in facts.get("guests", ()):
        attendance.accompany(meeting, guest, by=table.office)
    table.meetings[key] = meetings.open_session(meeting, by=table.office)


def vote_around_the_table(table: Table, key: str, facts: Facts) -> None:
    """A vote around the table on a case of the agenda, and what follows from it."""
    meeting, case = table.meetings[key], table.case(facts["case"])
    here = {row.representative_id for row in meeting.attendances.here()}
    table_cases.declare_interests(table, facts["case"], {})
    item = meeting.items.get(case=case)
    present = [seat for seat in table.seats if seat.pk in here]
    ballots.open_round(case, by=table.office, agenda_item=item, electors=present)
    table_cases.cast(table, facts["case"], facts)
    ballots.close(table.case(facts["case"]).rounds.open().get(), by=table.office)
    table_cases.carry(table, facts["case"], facts["carry"])


def conclude(table: Table, key: str, facts: Facts) -> None:
    item = table.meetings[key].items.get(order=facts["order"])
    words = {"text": facts.get("text", ""), "text_en": facts.get("text_en", "")}
    agenda.conclude(item, result=facts["result"], by=table.office, **words)
    for agreed in facts.get("agreed", ()):
        unit, day = table.unit(agreed["unit"]), clock.add_working_days(clock.calendar(), clock.today(), agreed["days"])
        terms = adopt.Terms(dated(agreed["text"], agreed["days"]), unit, day, agreed.get("text_en", ""))
        adopt.adopt(table.council, terms, by=table.office, agenda_item=item, proposer=item.proposer)


def end(table: Table, key: str, facts: Facts) -> None:
    table.meetings[key] = meetings.end(table.meetings[key], by=table.office)


def circulate(table: Table, key: str, facts: Facts) -> None:
    minutes.circulate(table.meetings[key].minutes, by=table.office)


def approve(table: Table, key: str, facts: Facts) -> None:
    minutes.approve(table.meetings[key].minutes, by=CLOCK)


def countersign(table: Table, key: str, facts: Facts) -> None:
    for party in facts["parties"]:
        minutes.countersign(table.meetings[key].minutes, by=table.of(party)[0].person)


def issue(table: Table, key: str, facts: Facts) -> None:
    minutes.issue(table.meetings[key].minutes, by=table.leader)
