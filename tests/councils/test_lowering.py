"""What lies before a council is lowered by its convener and the party committee together, and by nobody alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from councils import ballots, cases, lowering, seating, venues
from councils.models import Case, Lowering, Party, Round
from enterprises.models import Person
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow.models import Need
from requests_flow.words import State, Tier
from tests.councils import voting
from tests.factories import a_term
from tests.requests_flow.conftest import MORNING

WHY = "只涉及一家，物业已经换好配件"


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def a_case(a_need, council, office):
    """A case about a need of that tier, in discussion."""

    def make(tier=Tier.COMPLEX) -> Case:
        need = a_need(State.DELIBERATING, tier=tier)
        Need.objects.filter(pk=need.pk).update(tier_rule="M4" if tier == Tier.MAJOR else "C3")
        case = cases.open_for(Need.objects.get(pk=need.pk))
        return venues.discuss(cases.prepare(case, by=office, **voting.PAPER), by=office)

    return make


@pytest.fixture
def case(a_case) -> Case:
    return a_case()


@pytest.fixture
def proposed(case, chair) -> Case:
    return lowering.propose(case, Tier.SIMPLE, reason=WHY, by=chair)


def stored(case) -> Case:
    return Case.objects.select_related("need").get(pk=case.pk)


def page(case, verb=""):
    where = [case.council.park.code, case.pk]
    return reverse("councils:case_step", args=[*where, verb]) if verb else reverse("councils:case", args=where)


# --- nobody alone -------------------------------------------------------------------------------------
def test_the_community_leader_does_not_lower_what_lies_before_the_council(case, leader, as_):
    with pytest.raises(NotNow, match="召集人和党工委"):
        advance(case.need, "lower_tier", by=leader, tier=Tier.SIMPLE, rule="S")
    address = reverse("requests_flow:need_step", args=[case.need.reference, "lower_tier"])
    answer = as_(leader).post(address, {"tier": "simple", "rule": "S", "reason": "一家就能办"})
    assert answer.status_code == 409
    assert "召集人和党工委" in answer.content.decode()
    assert stored(case).need.tier == Tier.COMPLEX


def test_what_lies_before_no_council_is_lowered_as_ever(a_need, leader):
    need = advance(a_need(State.TRIAGED, tier=Tier.COMPLEX), "lower_tier", by=leader, tier=Tier.SIMPLE, rule="S")
    assert need.tier == Tier.SIMPLE


def test_neither_convener_nor_committee_takes_the_needs_own_step(case, chair, party_supervisor, leader, office):
    for person in (chair, party_supervisor, leader, office):
        with pytest.raises(NotYours):
            advance(case.need, "lower_together", by=person, tier=Tier.SIMPLE, rule="TP")


def test_the_convener_alone_lowers_nothing(proposed, chair):
    assert stored(proposed).need.tier == Tier.COMPLEX
    with pytest.raises(NotYours):
        lowering.agree(proposed, by=chair)


def test_the_party_committee_alone_lowers_nothing(case, party_supervisor):
    with pytest.raises(NotNow, match="尚未提议"):
        lowering.agree(case, by=party_supervisor)
    with pytest.raises(NotNow):
        lowering.decline(case, by=party_supervisor, reason="不")
    assert stored(case).need.tier == Tier.COMPLEX


def test_only_whoever_presides_proposes_it(case, mass_member, office, leader, party_supervisor):
    for person in (mass_member, office, leader, party_supervisor):
        with pytest.raises(NotYours):
            lowering.propose(case, Tier.SIMPLE, reason=WHY, by=person)
    assert not Lowering.objects.exists()


def test_who_sits_in_the_council_answers_not_for_the_committee(proposed, council, party_supervisor, office, leader):
    for person in (office, leader):
        with pytest.raises(NotYours):
            lowering.agree(proposed, by=person)
    seating.unseat(council.members()[7], by=party_supervisor)
    seating.seat(council, Party.MASS_ORG, party_supervisor, term=a_term(), by=party_supervisor)
    with pytest.raises(NotYours):
        lowering.agree(proposed, by=Person.objects.get(pk=party_supervisor.pk))


# --- both together ------------------------------------------------------------------------------------
def test_together_they_lower_it_and_it_goes_back_to_the_desk(proposed, party_supervisor):
    case = lowering.agree(proposed, by=party_supervisor, reason="同意")
    need = stored(case).need
    assert (need.tier, need.tier_rule, need.state) == (Tier.SIMPLE, "TP", State.TRIAGED)
    assert (case.state, stored(case).state) == (Case.State.WITHDRAWN, Case.State.WITHDRAWN)
    steps = [entry.step for entry in Entry.objects.about(need)]
    assert steps[-2:] == ["lower_together", "hand_back"]
    outbox.drain()
    outbox.drain()
    assert stored(case).state == Case.State.WITHDRAWN
    assert Entry.objects.filter(verb="councils.case.withdraw").count() == 1


def test_a_major_need_that_becomes_complex_stays_before_the_council(a_case, chair, party_supervisor):
    case = a_case(Tier.MAJOR)
    case = lowering.agree(lowering.propose(case, Tier.COMPLEX, reason=WHY, by=chair), by=party_supervisor)
    assert (case.state, stored(case).need.tier) == (Case.State.IN_DISCUSSION, Tier.COMPLEX)
    assert stored(case).need.state == State.DELIBERATING


def test_the_committee_keeps_the_tier_with_reasons_and_it_may_be_proposed_again(proposed, chair, party_supervisor):
    case = lowering.decline(proposed, by=party_supervisor, reason="还有两家没有修好")
    assert (stored(case).state, stored(case).need.tier) == (Case.State.IN_DISCUSSION, Tier.COMPLEX)
    one = Lowering.objects.get()
    assert (one.is_agreed, one.answer, one.answered_by) == (False, "还有两家没有修好", party_supervisor)
    with pytest.raises(NotNow):
        lowering.agree(case, by=party_supervisor)
    lowering.propose(case, Tier.SIMPLE, reason="都修好了", by=chair)
    assert Lowering.objects.count() == 2


def test_one_proposal_at_a_time_and_only_downwards(case, chair, proposed, a_case):
    with pytest.raises(NotNow, match="已经提议"):
        lowering.propose(case, Tier.SIMPLE, reason=WHY, by=chair)
    other = a_case()
    for tier in (Tier.COMPLEX, Tier.MAJOR):
        with pytest.raises(NotNow, match="并不低于"):
            lowering.propose(other, tier, reason=WHY, by=chair)
    assert Lowering.objects.count() == 1
    assert Entry.objects.filter(verb="councils.case.propose_lower").count() == 1


def test_a_case_without_a_need_has_no_tier_to_lower(council, office, chair):
    case = voting.in_discussion(council, office)
    with pytest.raises(NotNow):
        lowering.propose(case, Tier.SIMPLE, reason=WHY, by=chair)


# --- beside a vote ------------------------------------------------------------------------------------
def opened(case, office, now) -> Round:
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    return ballots.open_round(Case.objects.get(pk=case.pk), by=office)


def test_an_open_vote_is_called_off_when_the_need_becomes_simple(proposed, office, party_supervisor, now):
    round_ = opened(proposed, office, now)
    lowering.agree(stored(proposed), by=party_supervisor)
    assert Round.objects.get(pk=round_.pk).state == Round.State.CANCELLED
    assert stored(proposed).state == Case.State.WITHDRAWN


def test_a_vote_whose_time_is_over_is_counted_first(proposed, office, party_supervisor, now):
    round_ = opened(proposed, office, now)
    voting.cast_all(round_, "YYYYYYYY")
    voting.over(round_, now)
    with pytest.raises(NotNow):
        lowering.agree(stored(proposed), by=party_supervisor)
    assert stored(proposed).need.tier == Tier.COMPLEX
    assert Lowering.objects.get().answered_at is None
    assert not Entry.objects.filter(verb="councils.case.lower").exists()


def test_what_is_decided_is_not_lowered_any_more(proposed, office, party_supervisor, now):
    round_ = opened(proposed, office, now)
    voting.cast_all(round_, "YYYYYYYY")
    voting.counted(round_, now, office)
    with pytest.raises(NotNow):
        lowering.agree(stored(proposed), by=party_supervisor)


# --- pages and messages -------------------------------------------------------------------------------
def test_it_is_proposed_and_agreed_on_the_page_and_both_reasons_stand_there(case, chair, party_supervisor, as_):
    mine = as_(chair)
    assert page(case, "propose_lower") in mine.get(page(case)).content.decode()
    for said in ({"tier": "simple", "reason": ""}, {"tier": "major", "reason": WHY}, {"reason": WHY}):
        assert mine.post(page(case, "propose_lower"), said).status_code == 200
    assert not Lowering.objects.exists()
    assert mine.post(page(case, "propose_lower"), {"tier": "simple", "reason": WHY, "key": "p"}).status_code == 302
    theirs = as_(party_supervisor)
    assert page(case) in theirs.get(reverse("councils:mine")).content.decode()
    shown = theirs.get(page(case)).content.decode()
    assert WHY in shown
    assert page(case, "lower") in shown
    assert page(case, "keep_tier") in shown
    assert theirs.post(page(case, "keep_tier"), {"reason": ""}).status_code == 200
    assert theirs.post(page(case, "keep_tier"), {"reason": "再看一周", "key": "k"}).status_code == 302
    shown = as_(chair).get(page(case)).content.decode()
    assert "再看一周" in shown
    assert WHY in shown
    assert as_(chair).post(page(case, "propose_lower"), {"tier": "simple", "reason": "都好了"}).status_code == 302
    assert as_(party_supervisor).post(page(case, "lower"), {"reason": "", "key": "l"}).status_code == 302
    assert stored(case).need.tier == Tier.SIMPLE


def test_others_are_refused_on_the_page(proposed, office, mass_member, party_supervisor, as_):
    for person in (office, mass_member):
        assert as_(person).get(page(proposed, "lower")).status_code == 403
    assert as_(party_supervisor).get(page(proposed, "propose_lower")).status_code == 403


def told(step) -> set[str]:
    outbox.drain()
    return set(Notice.objects.filter(entry__verb=f"councils.case.{step}").values_list("recipient", flat=True))


def test_who_has_the_next_word_is_told(proposed, chair, party_supervisor):
    assert told("propose_lower") == {f"person:{party_supervisor.pk}"}
    lowering.decline(proposed, by=party_supervisor, reason="不")
    assert told("keep_tier") == {f"person:{chair.pk}"}


def test_the_members_are_told_once_that_the_case_is_gone(proposed, chair, party_supervisor, members):
    lowering.agree(proposed, by=party_supervisor)
    assert told("lower") == {f"person:{chair.pk}"}
    assert told("withdraw") == {f"person:{one.pk}" for one in members}


def test_reasons_stand_among_the_words_that_can_be_erased(proposed):
    entry = Entry.objects.get(verb="councils.case.propose_lower")
    assert WHY not in str(entry.facts)
    assert entry.words["reason"] == WHY
