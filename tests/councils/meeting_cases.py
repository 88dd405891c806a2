"""Meetings that took the real steps: `MeetingWalk` says who was there and how far it went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from councils import adopt, agenda, attendance, meetings, minutes
from councils.models import AgendaItem, Council, Meeting, Minutes, Representative
from enterprises.models import Person, Unit
from parkdesk.core.clock import SHANGHAI

TOPIC = agenda.Topic("3号楼东侧客梯反复停运及维修资金来源", "The east lift of building 3 stops again and again")
# Called on Tuesday 24 November 2026, 9:30: papers three working days before, so Friday morning at the earliest.
START = datetime(2026, 11, 27, 14, 0, tzinfo=SHANGHAI)
PLACE = "党群服务中心二楼议事厅"


@dataclass
class MeetingWalk:
    """The steps of a meeting, one after another; each returns the meeting as it then is."""

    council: Council
    office: Person
    at: Callable[..., Any]
    unit: Unit
    seats: list[Representative] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seats = list(self.council.members())

    def draft(self, **more: Any) -> Meeting:
        meeting = meetings.prepare(self.council, meetings.Call(START, PLACE, **more), by=self.office)
        agenda.put_on_agenda(meeting, topic=TOPIC, by=self.office)
        return meeting

    def called(self, **more: Any) -> Meeting:
        return meetings.convene(self.draft(**more), by=self.office)

    def gathered(self, present: int = 8, **more: Any) -> Meeting:
        """It is time, and so many of the eight are in the room."""
        meeting = self.called(**more)
        self.at("2026-11-27 13:55")
        for seat in self.seats[:present]:
            attendance.arrive(meeting, seat, by=self.office)
        self.at("2026-11-27 14:00")
        return meeting

    def running(self, present: int = 8, **more: Any) -> Meeting:
        return meetings.open_session(self.gathered(present, **more), by=self.office)

    def item(self, meeting: Meeting) -> AgendaItem:
        return meeting.items.get(order=1)

    def terms(self, text: str) -> adopt.Terms:
        return adopt.Terms(text, self.unit, date(2026, 12, 11), "Publish the records of the stops and repair the lift")

    def agree(self, item: AgendaItem, text: str = "公示停梯记录和检测结论，恢复东侧客梯运行") -> Any:
        return agenda.agree(item, terms=self.terms(text), by=self.office)

    def ended(self, present: int = 8, **more: Any) -> Meeting:
        meeting = self.running(present, **more)
        self.agree(self.item(meeting))
        self.at("2026-11-27 15:30")
        return meetings.end(meeting, by=self.office)

    def issued_with(self, case: Any, leader: Person) -> Minutes:
        """Issued minutes of a meeting that put this case off."""
        meeting = self.draft()
        agenda.put_on_agenda(meeting, case=case, by=self.office)
        meetings.convene(meeting, by=self.office)
        self.at("2026-11-27 13:55")
        for seat in self.seats:
            attendance.arrive(meeting, seat, by=self.office)
        self.at("2026-11-27 14:00")
        meeting = meetings.open_session(meeting, by=self.office)
        self.agree(self.item(meeting))
        agenda.conclude(
            meeting.items.get(case=case), result=AgendaItem.Result.DEFERRED, text="下次再议", by=self.office
        )
        self.at("2026-11-27 15:30")
        document = minutes.circulate(meetings.end(meeting, by=self.office).minutes, by=self.office)
        self.at("2026-12-01 17:30")
        document = minutes.approve(document, by=self.office)
        for seat in (self.seats[0], self.seats[2]):
            document = minutes.countersign(document, by=seat.person)
        return minutes.issue(document, by=leader)

    def circulated(self, present: int = 8) -> Minutes:
        return minutes.circulate(self.ended(present).minutes, by=self.office)

    def approved(self, present: int = 8) -> Minutes:
        document = self.circulated(present)
        self.at("2026-12-01 17:30")
        return minutes.approve(document, by=self.office)

    def signed(self, present: int = 8) -> Minutes:
        document = self.approved(present)
        for seat in (self.seats[0], self.seats[2]):
            document = minutes.countersign(document, by=seat.person)
        return document

    def issued(self, leader: Person, present: int = 8) -> Minutes:
        return minutes.issue(self.signed(present), by=leader)
