"""Meetings and what came of them, at the same moment: ended once, one draft, one signature a party, one claim."""

import pytest
from django.db import transaction

from councils import actions, adopt, attendance, meetings, minutes, seating
from councils.models import Action, Attendance, Countersignature, Meeting, Minutes, Resolution
from enterprises.roles import Role
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Entry
from tests.councils.meeting_cases import MeetingWalk
from tests.councils.test_actions import evidence
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, UnitFactory, a_term
from tests.races.test_votes import SEATS
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 100)


@pytest.fixture
def walk(transactional_db, at):
    at("2026-11-24 09:30")
    committee = AppointmentFactory(role=Role.PARTY_COMMITTEE).person
    office = AppointmentFactory(role=Role.DESK_MANAGER).person
    council = seating.found(ParkFactory())
    for party in SEATS:
        seating.seat(council, party, PersonFactory(), term=a_term(), by=committee)
    return MeetingWalk(council, office, at, UnitFactory())


def entries(verb):
    return Entry.objects.filter(verb=verb).count()


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_meeting_that_twenty_end_at_once_ends_once_and_leaves_one_draft(at_once, walk, lap):
    meeting = walk.running()
    walk.agree(walk.item(meeting))
    outcome = at_once(lambda _: meetings.end(Meeting.objects.get(pk=meeting.pk), by=walk.office), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert (Minutes.objects.count(), entries("councils.meeting.end")) == (1, 1)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_who_comes_in_while_the_meeting_ends_is_either_there_or_too_late(at_once, walk, lap):
    """The minutes and the list of attendance say the same, whoever was quicker."""
    meeting = walk.running(present=7)
    walk.agree(walk.item(meeting))
    late = walk.seats[7]

    def work(number):
        if number % 2:
            return meetings.end(Meeting.objects.get(pk=meeting.pk), by=walk.office)
        return attendance.arrive(Meeting.objects.get(pk=meeting.pk), late, by=walk.office)

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    row = Attendance.objects.get(meeting=meeting, representative=late)
    arrived = Entry.objects.filter(verb="councils.meeting.arrive", subject_id=str(meeting.pk)).count()
    assert (row.kind == Attendance.Kind.PRESENT) == (arrived > 7)
    assert row.kind in (Attendance.Kind.PRESENT, Attendance.Kind.ABSENT)
    assert Minutes.objects.count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_signatures_of_two_members_of_one_party_are_one(at_once, walk, lap):
    document = walk.approved()
    signers = (walk.seats[2].person, walk.seats[3].person)  # both of the enterprises
    outcome = at_once(lambda number: minutes.countersign(document, by=signers[number % 2]), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert Countersignature.objects.count() == 1
    assert Minutes.objects.get().state == Minutes.State.APPROVED


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_all_parties_that_sign_at_once_make_the_minutes_ready_once(at_once, walk, lap):
    document = walk.approved()
    first_of_party = list({one.party: one.person for one in walk.seats}.values())
    outcome = at_once(lambda number: minutes.countersign(document, by=first_of_party[number]), len(first_of_party))
    assert {type(error) for error in outcome.errors} <= {NotNow}
    assert Minutes.objects.get().state == Minutes.State.SIGNED
    assert entries("councils.minutes.sign") == 1


@pytest.fixture
def action(walk):
    """On its way: accepted by the unit, nothing shown yet."""
    unit_person = AppointmentFactory(role=Role.OPERATOR_STAFF, unit=walk.unit).person
    agreed = adopt.adopt(walk.council, walk.terms("公示停梯记录"), by=walk.office)
    with transaction.atomic():
        made = actions.start(adopt.take_force(agreed, by=walk.office))
    return advance(made, "accept", by=unit_person), unit_person


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_what_twenty_report_as_done_at_once_is_done_once(at_once, action, lap):
    one, unit_person = action
    shown = [evidence() for _ in range(HANDS)]
    outcome = at_once(lambda number: actions.claim(one, said="已公示", pictures=shown[number], by=unit_person), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert (Action.objects.get().state, entries("councils.action.claim")) == (Action.State.CLAIMED, 1)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_who_verifies_and_who_sends_back_at_once_leave_one_outcome(at_once, walk, action, lap):
    one, unit_person = action
    one = actions.claim(one, said="已公示", pictures=evidence(), by=unit_person)

    def work(number):
        if number % 2:
            return actions.verify(one, said="现场看过", by=walk.office)
        return advance(one, "send_back", by=walk.office, reason="没有公示")

    outcome = at_once(work, HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    is_verified = Action.objects.get().state == Action.State.VERIFIED
    assert (Resolution.objects.get().state == Resolution.State.FULFILLED) == is_verified
    assert entries("councils.action.verify") + entries("councils.action.send_back") == 1
