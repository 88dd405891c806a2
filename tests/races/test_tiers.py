"""Members ask at the same moment: a need is raised once, by two; a proposal is answered once."""

import pytest

from councils import cases, lowering, raising, seating
from councils.models import Case, Lowering, Voice
from enterprises.roles import Role
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Entry
from requests_flow import desk
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import Need
from requests_flow.words import Tier
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, a_term
from tests.races.test_votes import HANDS, SEATS
from tests.rounds import how_many

pytestmark = pytest.mark.race
ROUNDS = how_many(2, 100)


@pytest.fixture
def committee(transactional_db):
    return [AppointmentFactory(role=Role.PARTY_COMMITTEE).person for _ in range(2)]


@pytest.fixture
def council(committee, at):
    at("2026-11-24 09:30", tick=True)
    found = seating.found(ParkFactory())
    for party in SEATS:
        seating.seat(found, party, PersonFactory(), term=a_term(), by=committee[0])
    return found


def a_need(council, tier):
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    need, _ = hand_in(Report(text="3号楼东侧客梯又停了", place=Place(council.park)))
    need = desk.sort(need, desk.Sorting(category="PRO", tier=tier, rule="S"), by=clerk)
    return need if tier == Tier.SIMPLE else advance(need, "deliberate", by=clerk)


def raised():
    return Entry.objects.filter(verb="requests_flow.need.raise_for_members").count()


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_all_members_at_once_raise_it_once_and_two_voices_count(at_once, council, lap):
    need, seats = a_need(council, Tier.SIMPLE), list(council.members())

    def work(number):
        seat = seats[number % len(seats)]
        return raising.ask(Voice(need=need, representative=seat), by=seat.person)

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    assert (raised(), Need.objects.get().tier) == (1, Tier.COMPLEX)
    assert len(outcome.answers) == Voice.objects.filter(state=Voice.State.COUNTED).count() == raising.ENOUGH
    assert Voice.objects.count() == raising.ENOUGH


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_one_member_on_twenty_phones_is_one_voice_and_raises_nothing(at_once, council, lap):
    need, seat = a_need(council, Tier.SIMPLE), council.members()[3]
    outcome = at_once(lambda _: raising.ask(Voice(need=need, representative=seat), by=seat.person), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert (len(outcome.answers), Voice.objects.count(), raised()) == (1, 1, 0)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_voice_taken_back_beside_the_second_one_counts_wholly_or_not_at_all(at_once, council, lap):
    need, (first, second) = a_need(council, Tier.SIMPLE), council.members()[3:5]
    voice = raising.ask(Voice(need=need, representative=first), by=first.person)

    def work(number):
        if number % 2:
            return raising.ask(Voice(need=need, representative=second), by=second.person)
        return raising.take_back(voice, by=first.person)

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    states = set(Voice.objects.values_list("state", flat=True))
    is_raised = Need.objects.get().tier == Tier.COMPLEX
    assert states == ({"counted"} if is_raised else {"taken_back", "standing"})
    assert raised() == int(is_raised)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_proposal_that_two_answer_at_once_has_one_answer(at_once, council, committee, lap):
    case = cases.open_for(a_need(council, Tier.COMPLEX))
    first = council.members()[0]
    case = lowering.propose(case, Tier.SIMPLE, reason="只涉及一家", by=first.person)

    def work(number):
        if number % 2:
            return lowering.agree(case, by=committee[0])
        return lowering.decline(case, by=committee[1], reason="不")

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == 1
    one = Lowering.objects.get()
    is_simple = Need.objects.get().tier == Tier.SIMPLE
    assert one.is_agreed == is_simple == (Case.objects.get().state == Case.State.WITHDRAWN)
