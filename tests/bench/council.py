"""What the benches need of a council: votes that are open, with a sign-in for each seat, and minutes that are issued.

Everything is made through the doorways, at moments of the last weeks: `shift.at` holds the clock of this process.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from unittest.mock import patch

import weasyprint
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client, override_settings
from django.urls import reverse
from weasyprint.text.fonts import FontConfiguration

from councils import (
    adopt,
    agenda,
    attendance,
    ballots,
    cases,
    declare,
    guards,
    meetings,
    minutes,
    papers,
    seating,
    venues,
)
from councils.models import Case, Council, Meeting, Minutes, Party, Representative, RuleSet
from enterprises.models import Appointment, Person, Unit
from enterprises.roles import Role
from parkdesk.core import clock, pdf, shift, typesetting
from tests.bench.hands import Work

COUNCILS = 10
LONG_AGO = timedelta(days=28)
QUESTION = {
    "title": "东侧客梯：整机更换还是大修",
    "question": "同意东侧客梯整机更换，预算38万元，年底前完工。",
    "facts": "今年停梯6次，共94小时。大修报价11.6万元，更换报价38万元。",
}
TOPICS = 6


def vote(is_secret: bool, votes: int, by: Person) -> list[tuple[str, str]]:
    """Addresses of so many ballots that nobody has cast, each with the session of whom it belongs to.

    Neighbours in the list belong to different votes, as hands that vote at the same moment mostly do.
    """
    with override_settings(PARKDESK_CLOCK_SHIFT=True):
        seats = _seats(Council.objects.all(), COUNCILS)
        turns = -(-votes // sum(len(some) for some in seats.values()))
        opened = [open_vote(council, is_secret, by) for _ in range(turns) for council in seats]
        return list(islice(_ballots(opened, seats, _sessions(seats)), votes))


def evening(turns: int, by: Person) -> list[tuple[str, str]]:
    """So many votes by name in every council, one after the other, each council with all ten seats filled."""
    with override_settings(PARKDESK_CLOCK_SHIFT=True):
        for council in Council.objects.all():
            _fill(council)
        seats = _seats(Council.objects.all())
        sessions = _sessions(seats)
        every = [[open_vote(council, False, by) for council in seats] for _ in range(turns)]
        return [ballot for opened in every for ballot in _ballots(opened, seats, sessions)]


def _fill(council: Council) -> None:
    for number in range(len(council.members()), RuleSet.current(clock.today()).size_max):
        name = f"bench-{council.park_id}-{number}"
        person = Person.objects.create_user(name, name="席上人")
        seating.seat(council, Party.ENTERPRISE, person, term=seating.Term(clock.today()), by=guards.DIRECTORY)


Seats = dict[Council, list[Representative]]


def _seats(councils: QuerySet[Council], most: int | None = None) -> Seats:
    return {council: list(council.members()) for council in councils.select_related("park").order_by("pk")[:most]}


def _sessions(seats: Seats) -> dict[int, str]:
    """A sign-in for each seat."""
    return {seat.pk: _session(seat.person) for some in seats.values() for seat in some}


def _ballots(opened: list[Case], seats: Seats, sessions: dict[int, str]) -> Iterator[tuple[str, str]]:
    for place in range(max(len(some) for some in seats.values())):
        for case in opened:
            if place < len(seats[case.council]):
                path = reverse("councils:ballot", args=[case.council.park.code, case.pk])
                yield path, sessions[seats[case.council][place].pk]


def open_vote(council: Council, is_secret: bool, by: Person) -> Case:
    """A case whose vote begins now, four weeks after its discussion did; everybody has said: no interest."""
    with shift.at(clock.now() - LONG_AGO):
        case = cases.propose(council, QUESTION["title"], by=by)
        case = cases.prepare(case, by=by, is_secret=is_secret, **QUESTION)
        case = venues.discuss(case, by=by)
    for seat in council.members():
        declare.declare(case, seat, has_interest=False, by=seat.person)
    ballots.open_round(Case.objects.get(pk=case.pk), by=by)
    case.council = council
    return case


def _session(person: Person) -> str:
    client = Client(HTTP_HOST="127.0.0.1", HTTP_X_FORWARDED_PROTO="https")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


# --- minutes ------------------------------------------------------------------------------------------
def paper_works(by: Person) -> dict[str, Work]:
    """The PDF of minutes as the house makes it, and WeasyPrint alone: the same HTML, sheets, fonts and variant."""
    with override_settings(PARKDESK_CLOCK_SHIFT=True):
        document = _issued(_held(by), by)
    html, fonts = _handed_on(document), FontConfiguration()
    sheets = [
        weasyprint.CSS(string=typesetting.BASE_CSS, font_config=fonts),
        weasyprint.CSS(filename=str(papers.CSS), font_config=fonts),
    ]

    def alone() -> None:
        weasyprint.HTML(string=html).write_pdf(font_config=fonts, stylesheets=sheets, pdf_variant=pdf.ARCHIVE)

    def ours() -> None:
        papers.pdf_of(Minutes.objects.get(pk=document.pk))

    return {"minutes": ours, "weasyprint": alone}


def _handed_on(document: Minutes) -> str:
    """The HTML that the house hands to WeasyPrint."""
    with patch.object(typesetting.weasyprint, "HTML", wraps=weasyprint.HTML) as html:
        papers.pdf_of(document)
    return str(html.call_args.kwargs["string"])


def sitting(by: Person) -> Meeting:
    """A joint session of all seats, four weeks ago, that agreed on each of its items and is not ended yet."""
    council, unit = Council.objects.order_by("pk").first(), Unit.objects.order_by("pk").first()
    begun = clock.now() - LONG_AGO
    start = clock.at(clock.add_working_days(clock.calendar(), begun.date(), 6), time(14))
    with shift.at(begun):
        meeting = meetings.prepare(council, meetings.Call(start, "党群服务中心二楼议事厅"), by=by)
        for number in range(1, TOPICS + 1):
            agenda.put_on_agenda(meeting, topic=agenda.Topic(f"{number}号楼{QUESTION['title']}"), by=by)
        meeting = meetings.convene(meeting, by=by)
    with shift.at(start):
        for seat in council.members():
            attendance.arrive(meeting, seat, by=by)
        meeting = meetings.open_session(meeting, by=by)
        for item in meeting.items.order_by("order"):
            agenda.agree(item, terms=adopt.Terms(QUESTION["question"], unit, start.date() + LONG_AGO), by=by)
    return meeting


def _held(by: Person) -> Meeting:
    meeting = sitting(by)
    with shift.at(meeting.starts_at + timedelta(hours=2)):
        return meetings.end(meeting, by=by)


def _issued(meeting: Meeting, by: Person) -> Minutes:
    """Its minutes, read by everybody, signed by two parties and issued by the community's leader."""
    leader = Person.objects.create_user("bench-leader", name="江越明")
    Appointment.objects.create(person=leader, role=Role.COMMUNITY_LEADER, starts_on=date(2025, 1, 1))
    first, *others = meeting.council.members()
    second = next(seat for seat in others if seat.party != first.party)
    with shift.at(meeting.ended_at):
        minutes.circulate(meeting.minutes, by=by)
    with shift.at(meeting.ended_at + timedelta(days=7)):
        document = minutes.approve(Minutes.objects.get(meeting=meeting), by=by)
        for seat in (first, second):
            document = minutes.countersign(document, by=seat.person)
        return minutes.issue(document, by=leader)
