"""A case from its need to its end: who may know of it, what is said about it, what follows."""

from datetime import date, timedelta

import pytest

from councils import ballots, case_ticking, cases, decide, declare, discussion, seating, venues
from councils.models import Case, Contribution, Party, Position, Recusal, Resolution
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock, notices, outbox
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow.models import Need
from requests_flow.words import Kind, State, Tier
from tests.councils import voting
from tests.councils.voting import PAPER, seat
from tests.factories import PersonFactory, a_term
from tests.requests_flow.conftest import MORNING, link_of, somebody

DUE = date(2027, 1, 15)
AGREED = "由运营商牵头，于2027年1月15日前完成3号楼东侧客梯整机更换。"


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def need(a_need, council):
    return a_need(State.DELIBERATING)


@pytest.fixture
def case(need):
    """Opened by the trail for a need that was put before the council."""
    outbox.drain()
    return Case.objects.get()


def agreed(case, office, now, choices="YYYYYYYY", kept_from=()):
    """The case after a vote."""
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    voting.all_declare(case, *kept_from)
    now.shift(timedelta(days=6))
    round_ = ballots.open_round(case, by=office)
    voting.cast_all(round_, choices)
    voting.counted(round_, now, office)
    return Case.objects.get(pk=case.pk)


def the_clock_ticks():
    """What the clock does for cases and votes."""
    case_ticking.count_votes_whose_time_is_over()
    case_ticking.remind_of_votes()
    case_ticking.take_up_what_was_put_off()


# --- a need and its case ------------------------------------------------------------------------------
def test_a_need_that_is_put_before_the_council_gets_one_case_however_often_it_is_heard(case, need):
    outbox.replay("councils.deliberate")
    outbox.drain()
    assert list(Case.objects.all()) == [case]
    assert (case.need, case.state, case.reference) == (need, Case.State.PREPARING, "2026-01")
    assert cases.open_for(need) == case


def test_the_reporters_numbers_are_hidden_in_its_title(a_need, council):
    need = a_need(State.DELIBERATING, text="电梯又停了，找 15400000001")
    assert "15400000001" not in cases.open_for(need).title


@pytest.mark.parametrize(("step", "by"), [("withdraw", "link"), ("merge", "clerk")])
def test_a_need_that_goes_another_way_takes_its_case_with_it(case, need, clerk, a_need, step, by):
    advance(need, step, by=link_of(need) if by == "link" else clerk, **({"into": a_need()} if step == "merge" else {}))
    outbox.drain()
    assert Case.objects.get().state == Case.State.WITHDRAWN


def test_the_desk_takes_a_need_back_and_its_open_vote_is_called_off(case, need, clerk, office, now):
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    now.shift(timedelta(days=6))
    round_ = ballots.open_round(case, by=office)
    advance(need, "hand_back", by=clerk, reason="运营商已同意更换")
    outbox.drain()
    assert Case.objects.get().state == Case.State.WITHDRAWN
    assert type(round_).objects.get().state == "cancelled"
    assert Need.objects.get(pk=need.pk).state == State.TRIAGED


def test_what_becomes_urgent_leaves_the_council_at_once(case, need, clerk, chair, now):
    assert Case.objects.visible_to(chair).exists()
    advance(need, "retier", by=clerk, tier=Tier.MAJOR, rule="M1")
    assert not Case.objects.visible_to(Person.objects.get(pk=chair.pk)).exists()
    outbox.drain()
    assert Case.objects.get().state == Case.State.WITHDRAWN
    assert Need.objects.get(pk=need.pk).state == State.TRIAGED


@pytest.mark.parametrize(
    ("tier", "rule"), [(Tier.SIMPLE, "S"), (Tier.MAJOR, "M1"), (Tier.MAJOR, "M2"), (Tier.MAJOR, "M5")]
)
def test_simple_and_urgent_needs_do_not_go_before_a_council(a_need, clerk, tier, rule):
    need = a_need(State.TRIAGED, tier=tier)
    Need.objects.filter(pk=need.pk).update(tier_rule=rule)
    with pytest.raises(NotNow):
        advance(need, "deliberate", by=clerk)


def test_a_major_need_goes_there_where_the_desk_asks_for_a_vote(a_need, clerk):
    need = a_need(State.TRIAGED, tier=Tier.MAJOR)
    Need.objects.filter(pk=need.pk).update(tier_rule="M4")
    assert advance(need, "deliberate", by=clerk).state == State.DELIBERATING


def test_a_personal_need_never_goes_before_a_council(a_need, clerk):
    need = a_need(State.TRIAGED, tier=Tier.COMPLEX, is_personal=True)
    with pytest.raises(NotNow):
        advance(need, "deliberate", by=clerk)


# --- who may know of it -------------------------------------------------------------------------------
def test_the_council_the_office_and_the_supervisors_know_of_a_case_and_nobody_else(
    case, members, office, party_supervisor, outsider, enterprise_person, operator_person, volunteer
):
    auditor = somebody("庄一鸣", Role.DISCIPLINE_AUDITOR)
    for person in (*members, office, party_supervisor, auditor):
        assert Case.objects.visible_to(person).exists(), person
    for person in (outsider, enterprise_person, operator_person, volunteer, None):
        assert not Case.objects.visible_to(person).exists(), person


def test_whom_the_landlord_pays_knows_nothing_of_a_protected_case_and_has_no_vote_in_it(
    a_need, council, operator_member, chair, office, now
):
    """Decisions 5: protection follows the employer, not the role."""
    need = a_need(State.DELIBERATING, is_protected=True, kind=Kind.COMPLAINT)
    case = cases.open_for(need)
    assert not Case.objects.visible_to(operator_member).exists()
    assert Case.objects.visible_to(chair).exists()
    assert case.is_secret
    assert list(case.recusals.values_list("representative__person", "category")) == [(operator_member.pk, "employer")]
    case = agreed(case, office, now, "Y-YYYYNA", kept_from=(1,))
    assert case.state == Case.State.DECIDED
    told = set(Notice.objects.filter(entry__verb__startswith="councils.").values_list("recipient", flat=True))
    outbox.drain()
    told |= set(Notice.objects.filter(entry__verb__startswith="councils.").values_list("recipient", flat=True))
    assert f"person:{chair.pk}" in told
    assert f"person:{operator_member.pk}" not in told


def test_whom_the_landlord_pays_has_no_vote_in_a_protected_case_even_when_seated_after_it_was_opened(
    a_need, council, office, leader, now
):
    seating.unseat(seat(council, 1), by=leader)
    case = cases.open_for(a_need(State.DELIBERATING, is_protected=True, kind=Kind.COMPLAINT))
    late = seating.seat(council, Party.OPERATOR, PersonFactory(), term=a_term(), by=leader)
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    now.shift(timedelta(days=6))
    for _ in range(2):
        round_ = ballots.open_round(case, by=office)
        assert round_.electors.get(representative=late).standing == "recused"
        advance(round_, "cancel", by=CLOCK)
        case = advance(case, "refer", by=CLOCK)
        Case.objects.update(state="in_discussion")
    assert Entry.objects.filter(verb="councils.case.exclude").count() == 1


def test_an_ordinary_case_of_the_park_is_open_to_the_operators_member(case, operator_member):
    assert Case.objects.visible_to(operator_member).exists()


# --- what is said -------------------------------------------------------------------------------------
def test_a_party_speaks_through_its_own_member_and_the_office_writes_down_what_was_said(case, council, office):
    own, other = seat(council, 6), seat(council, 7)
    discussion.speak_for(case, "party_member", "先取得书面检测意见", by=own.person)
    with pytest.raises(NotYours):
        discussion.speak_for(case, "party_member", "我来说", by=other.person)
    discussion.speak_for(case, "party_member", "先取得市特检院的书面意见", by=office)
    assert Position.objects.get().text == "先取得市特检院的书面意见"


def test_members_discuss_under_their_own_name(case, council, office):
    one = seat(council, 5)
    with pytest.raises(NotNow):
        discussion.contribute(case, one, "封顶每平方米6元", by=one.person)
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    discussion.contribute(case, one, "封顶每平方米6元", by=one.person)
    with pytest.raises(NotYours):
        discussion.contribute(case, one, "代发一条", by=seat(council, 4).person)
    assert Contribution.objects.count() == 1


def test_whoever_has_stepped_back_reads_and_does_not_speak(case, council, office):
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    one = seat(council, 5)
    declare.recuse(case, one, category="trade", text="给维保单位供配件", by=one.person)
    with pytest.raises(NotNow):
        discussion.contribute(case, one, "我还是想说", by=one.person)
    assert Case.objects.visible_to(one.person).exists()


def test_a_recusal_earns_for_whoever_stepped_back_and_not_for_whoever_asked(case, council, office):
    own, asked = seat(council, 5), seat(council, 4)
    declare.recuse(case, own, category="trade", by=own.person)
    declare.recuse(case, asked, category="party", by=office)
    entries = Entry.objects.filter(verb__in=["councils.case.recuse", "councils.case.exclude"]).order_by("pk")
    assert [entry.beneficiaries for entry in entries] == [[own.person_id], []]


def test_the_reason_in_ones_own_words_stays_out_of_the_canonical_trail(case, council):
    own = seat(council, 5)
    declare.recuse(case, own, category="trade", text="我是维保单位的供应商", by=own.person)
    entry = Entry.objects.get(verb="councils.case.recuse")
    assert "供应商" not in entry.canonical
    assert entry.facts["category"] == "trade"


def test_whoever_presides_and_has_stepped_back_leaves_the_chair_to_the_community(
    case, council, chair, community_member
):
    from councils.case_guards import presides_over_it

    declare.recuse(case, seat(council, 2), category="party", by=chair)
    assert not presides_over_it(case, chair)
    assert presides_over_it(case, community_member)


def test_two_members_have_a_case_put_on_the_next_agenda(case, council, office, now):
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    now.shift(timedelta(days=6))
    ballots.open_round(case, by=office)
    first, second = seat(council, 3), seat(council, 4)
    assert discussion.demand_a_meeting(case, by=first.person).state == Case.State.VOTING
    assert discussion.demand_a_meeting(case, by=first.person).state == Case.State.VOTING
    assert discussion.demand_a_meeting(case, by=second.person).state == Case.State.TO_MEETING
    assert case.rounds.get().state == "cancelled"


def test_whoever_has_stepped_back_does_not_ask_for_a_meeting_and_did_not_have(case, council, office):
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    first, second, third = seat(council, 3), seat(council, 4), seat(council, 5)
    discussion.demand_a_meeting(case, by=first.person)
    declare.recuse(case, first, category="trade", by=first.person)
    with pytest.raises(NotNow, match="回避"):
        discussion.demand_a_meeting(case, by=first.person)
    assert discussion.demand_a_meeting(case, by=second.person).state == Case.State.IN_DISCUSSION
    assert discussion.demand_a_meeting(case, by=third.person).state == Case.State.TO_MEETING


def test_stepping_back_stands_and_is_written_once(case, council):
    own = seat(council, 5)
    first = declare.recuse(case, own, category="trade", by=own.person)
    assert declare.recuse(case, own, category="family", by=own.person) == first
    with pytest.raises(NotNow):
        declare.declare(case, own, has_interest=False, by=own.person)
    assert Entry.objects.filter(verb="councils.case.recuse").count() == 1
    assert (Recusal.objects.get().category, case.declarations.get().has_interest) == ("trade", True)


def test_a_case_that_was_put_off_is_taken_up_on_its_day(case, office, now):
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    discussion.defer(case, by=office, until=clock.today() + timedelta(days=10), reason="等检测报告")
    the_clock_ticks()
    assert Case.objects.get().state == Case.State.DEFERRED
    now.shift(timedelta(days=10))
    for _ in range(2):
        the_clock_ticks()
    assert Case.objects.get().state == Case.State.IN_DISCUSSION


# --- what follows -------------------------------------------------------------------------------------
def test_what_was_agreed_hands_the_need_to_a_unit_with_a_date_and_a_number(case, office, chair, now, operator_unit):
    case = agreed(case, office, now)
    with pytest.raises(NotYours):
        decide.carry(case, unit=operator_unit, due_on=DUE, text=AGREED, by=office)
    resolution = decide.carry(case, unit=operator_unit, due_on=DUE, text=AGREED, by=chair)
    assert (resolution.state, resolution.number, resolution.due_on) == ("in_force", 1, DUE)
    need = Need.objects.get(pk=case.need_id)
    assert (need.state, need.unit) == (State.TRANSFERRED, operator_unit)
    assert Case.objects.get().state == Case.State.EXECUTING


def test_members_are_told_what_was_agreed_in_their_own_language(case, office, chair, now, operator_unit):
    case = agreed(case, office, now)
    Person.objects.filter(pk=chair.pk).update(language="en")
    decide.carry(case, unit=operator_unit, due_on=DUE, text=AGREED, text_en="Replace the east lift", by=chair)
    outbox.drain()
    told = Notice.objects.get(entry__verb="councils.case.carry", channel="in_app", recipient=f"person:{chair.pk}")
    assert "Replace the east lift" in notices.words(told).body


def test_what_was_agreed_is_done_when_its_need_is_closed_as_solved(
    case, office, chair, now, operator_unit, operator_person, party_member
):
    from requests_flow import desk

    case = agreed(case, office, now)
    Case.objects.update(proposer=party_member)
    case = Case.objects.get()
    decide.carry(case, unit=operator_unit, due_on=DUE, text=AGREED, by=chair)
    need = desk.accept(Need.objects.get(pk=case.need_id), by=operator_person)
    need = desk.resolve(need, outcome="solved", answer="已更换", by=operator_person)
    advance(need, "confirm", by=link_of(need))
    for _ in range(2):
        outbox.drain()
        outbox.replay("councils.confirm")
    assert Resolution.objects.get().state == "fulfilled"
    assert Case.objects.get().state == Case.State.CLOSED
    entry = Entry.objects.get(verb="councils.resolution.fulfil")
    assert entry.beneficiaries == [party_member.pk]


def test_what_was_not_agreed_goes_back_to_the_desk(case, office, chair, now, operator_unit):
    case = agreed(case, office, now, "NNNNYYNN")
    with pytest.raises(NotNow):
        decide.carry(case, unit=operator_unit, due_on=DUE, text=AGREED, by=chair)
    case = decide.give_back(case, by=chair, reason="先按大修方案办理")
    assert case.state == Case.State.CLOSED
    assert Need.objects.get(pk=case.need_id).state == State.TRIAGED
    assert not Resolution.objects.exists()


def test_a_case_is_numbered_in_its_council_and_year(council, office, case):
    assert [cases.propose(council, "食堂早餐", by=office).reference for _ in range(2)] == ["2026-02", "2026-03"]


# --- messages -----------------------------------------------------------------------------------------
def test_only_those_who_have_not_voted_are_reminded_and_once(council, office, now):
    round_ = voting.voted_on(council, office, now)
    voting.cast_all(round_, "YYYYY---")
    now.shift(round_.closes_at - clock.now() - timedelta(hours=20))
    for _ in range(5):
        the_clock_ticks()
        outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.round.remind", channel="in_app")
    late = [f"person:{one.person_id}" for one in list(council.members())[5:]]
    assert sorted(told.values_list("recipient", flat=True)) == sorted(late)


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_a_vote_comes_to_the_same_however_often_the_jobs_run(council, office, now, times):
    """Invariant 12: never, once, twice or five times, early or late."""
    round_ = voting.voted_on(council, office, now)
    voting.cast_all(round_, "YYYYYYYY")
    for _ in range(times):
        the_clock_ticks()
    now.shift(round_.closes_at - clock.now() + timedelta(days=3 if times == 2 else 0))
    for _ in range(times):
        the_clock_ticks()
    if not times:
        ballots.close(round_, by=office)
    assert (Case.objects.get().state, Case.objects.get().result) == (Case.State.DECIDED, "agreed")
    assert Entry.objects.filter(verb="councils.case.decide").count() == 1


def test_a_message_leads_to_the_ballot_in_the_readers_language(council, office, now):
    from parkdesk.core.notices import words

    Person.objects.filter(pk=seat(council, 3).person_id).update(language="en")
    round_ = voting.voted_on(council, office, now)
    outbox.drain()
    notice = Notice.objects.get(
        entry__verb="councils.round.open", channel="in_app", recipient=f"person:{seat(council, 3).person_id}"
    )
    assert f"/en/council/{council.park_code}/cases/{round_.case_id}/ballot/" in words(notice).body
    assert Recusal.objects.count() == 0
