"""What the benches need of a council: votes that are open, with a sign-in for each seat, and minutes that are issued.

Everything is made through the doorways, at moments of the last weeks: `shift.at` holds the clock of this process.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from unittest.mock import patch

import weasyprint
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from weasyprint.text.fonts import FontConfiguration

from councils import adopt, agenda, attendance, ballots, cases, declare, meetings, minutes, papers
from councils.models import Case, Council, Meeting, Minutes
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
        return list(islice(_ballots(is_secret, votes, by), votes))


def _ballots(is_secret: bool, votes: int, by: Person) -> Iterator[tuple[str, str]]:
    councils = list(Council.objects.select_related("park").order_by("pk")[:COUNCILS])
    seats = {council: list(council.members()) for council in councils}
    sessions = {seat.pk: _session(seat.person) for some in seats.values() for seat in some}
    a_turn = sum(len(some) for some in seats.values())
    opened = [_open_vote(council, is_secret, by) for _ in range(-(-votes // a_turn)) for council in councils]
    for place in range(max(len(some) for some in seats.values())):
        for case in opened:
            if place < len(seats[case.council]):
                path = reverse("councils:ballot", args=[case.council.park.code, case.pk])
                yield path, sessions[seats[case.council][place].pk]


def _open_vote(council: Council, is_secret: bool, by: Person) -> Case:
    with shift.at(clock.now() - LONG_AGO):
        case = cases.propose(council, QUESTION["title"], by=by)
        case = cases.prepare(case, by=by, is_secret=is_secret, **QUESTION)
        case = cases.discuss(case, by=by)
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


def _held(by: Person) -> Meeting:
    """A joint session of all seats that agreed on each of its items."""
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
    with shift.at(start + timedelta(hours=2)):
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
