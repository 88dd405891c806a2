"""Votes through their doorways: opened, cast, counted, extended, and every plain "not now"."""

from datetime import timedelta

import pytest

from councils import ballots, box, case_page, cases, declare, discussion, seating
from councils.models import AgendaItem, Ballot, Case, Elector, Meeting, Receipt, Round, RuleSet
from councils.tally import Result
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from tests.councils import voting
from tests.councils.voting import seat
from tests.factories import PersonFactory, a_term
from tests.requests_flow.conftest import MORNING


@pytest.fixture
def now(morning):
    return morning(MORNING)


@pytest.fixture
def round_(council, office, now):
    """An open vote by name; everybody has declared."""
    return voting.voted_on(council, office, now)


@pytest.fixture
def secret(council, office, now):
    return voting.voted_on(council, office, now, is_secret=True)


@pytest.fixture
def a_member(council):
    return seat(council, 3)


def said(round_):
    return sorted(round_.ballots.values_list("choice", flat=True))


def vote(round_, representative, choice="yes", key="", **more):
    return ballots.cast(round_, representative, choice, by=representative.person, key=key, **more)


# --- opening ------------------------------------------------------------------------------------------
def test_the_electorate_is_every_filled_seat_as_it_stands_when_the_vote_opens(council, office, now):
    case = voting.discussed(council, office, now)
    gone = seat(council, 7)
    declare.recuse(case, gone, category="trade", by=gone.person)
    round_ = ballots.open_round(case, by=office)
    assert round_.electors.count() == 8
    assert round_.electors.get(standing="recused").representative == gone
    assert len(round_.electorate_digest) == 64
    assert (ballots.count(round_).roll.base, ballots.count(round_).quorum) == (7, 5)


def test_who_comes_into_a_seat_later_has_no_vote_in_a_round_that_runs(round_, council, party_supervisor, a_member):
    seating.unseat(a_member, by=party_supervisor)
    new = seating.seat(council, "enterprise", PersonFactory(), term=a_term(), by=party_supervisor)
    with pytest.raises(NotYours):
        vote(round_, new)
    with pytest.raises(NotYours):
        vote(round_, type(a_member).objects.get(pk=a_member.pk))
    assert ballots.count(round_).roll.seats == 8


def test_a_vote_does_not_open_before_the_discussion_is_over(council, office, now):
    case = voting.in_discussion(council, office)
    with pytest.raises(NotNow, match="讨论"):
        ballots.open_round(case, by=office)


def test_a_vote_ends_after_the_working_days_of_the_rules_and_never_within_one(council, office, now):
    case = voting.discussed(council, office, now)
    with pytest.raises(NotNow):
        ballots.open_round(case, by=office, closes_at=clock.now() + timedelta(hours=3))
    round_ = ballots.open_round(case, by=office)
    assert round_.closes_at == ballots.days_from_now(3)


def test_an_ordinary_member_does_not_open_a_vote_and_whoever_presides_does(council, office, chair, party_member, now):
    case = voting.discussed(council, office, now)
    with pytest.raises(NotYours):
        ballots.open_round(case, by=party_member)
    assert ballots.open_round(case, by=chair).state == Round.State.OPEN


def test_there_is_no_vote_where_everybody_has_stepped_back(council, office, now):
    case = voting.discussed(council, office, now)
    for one in council.members():
        declare.recuse(case, one, category="trade", by=one.person)
    with pytest.raises(NotNow):
        ballots.open_round(case, by=office)
    assert Case.objects.get().state == Case.State.IN_DISCUSSION


# --- casting ------------------------------------------------------------------------------------------
def test_a_vote_by_name_may_be_changed_until_the_end(round_, a_member):
    vote(round_, a_member, "no", reason="先公示每家的金额")
    vote(round_, a_member, "yes")
    assert said(round_) == ["yes"]
    assert Receipt.objects.count() == 1
    assert [entry.facts["changes"] for entry in casts(round_)] == [False, True]


def casts(round_):
    return Entry.objects.about(round_).filter(verb="councils.round.cast")


def test_the_trail_says_that_somebody_voted_and_never_what(round_, secret_or_named, a_member):
    one = secret_or_named
    vote(one, a_member, "no", reason="不同意" if not one.is_secret else "")
    (entry,) = casts(one)
    assert entry.actor == a_member.person
    assert not entry.is_public
    assert "no" not in entry.facts.values()
    assert "不同意" not in entry.canonical
    assert entry.words == {}


@pytest.fixture(params=["named", "secret"])
def secret_or_named(request, round_):
    """The open vote of one kind or the other."""
    Round.objects.update(kind=request.param)
    return Round.objects.get()


def test_the_same_press_once_more_is_the_same_vote(secret_or_named, a_member):
    first = vote(secret_or_named, a_member, "yes", key="press")
    again = vote(secret_or_named, a_member, "yes", key="press")
    assert first == again
    assert said(secret_or_named) == ["yes"]
    assert casts(secret_or_named).count() == 1


def test_a_second_secret_vote_from_another_phone_is_told_that_it_is_too_late(secret, a_member):
    vote(secret, a_member, "yes", key="phone one")
    with pytest.raises(NotNow, match="已经投过"):
        vote(secret, a_member, "no", key="phone two")
    assert said(secret) == ["yes"]


def test_a_vote_after_the_end_is_told_when_it_ended_even_if_no_job_has_run(round_, council, now):
    voting.cast_all(round_, "YYYY-YYY")
    late = voting.over(round_, now)
    assert late.state == Round.State.OPEN
    with pytest.raises(NotNow, match="17:30"):
        vote(late, seat(council, 4), "no")
    assert said(round_) == ["yes"] * 7


def test_a_recused_member_does_not_vote(council, office, now):
    case = voting.discussed(council, office, now)
    gone = seat(council, 2)
    declare.recuse(case, gone, category="party", by=gone.person)
    round_ = ballots.open_round(case, by=office)
    with pytest.raises(NotNow, match="回避"):
        vote(round_, gone)
    assert not Ballot.objects.exists()


def test_who_has_not_declared_an_interest_or_none_does_not_vote(council, office, now):
    case = voting.in_discussion(council, office)
    voting.all_declare(case, 4)
    now.shift(timedelta(days=5))
    round_ = ballots.open_round(case, by=office)
    with pytest.raises(NotNow, match="利害关系"):
        vote(round_, seat(council, 4))
    declare.declare(case, seat(council, 4), has_interest=False, by=seat(council, 4).person)
    vote(round_, seat(council, 4))


def test_nobody_votes_for_another_seat(round_, council, office, chair, outsider, enterprise_person):
    for somebody in (office, chair, outsider, enterprise_person, CLOCK):
        with pytest.raises(NotYours):
            ballots.cast(round_, seat(council, 4), "yes", by=somebody, key="")
    assert not Receipt.objects.exists()


def test_there_are_three_things_to_vote_and_no_fourth(round_, a_member):
    with pytest.raises(ValueError, match="maybe"):
        vote(round_, a_member, "maybe")


# --- nothing joins a secret ballot to its voter --------------------------------------------------------
def test_a_secret_ballot_has_no_voter_no_reason_and_no_time(secret, a_member):
    vote(secret, a_member, "no", reason="我反对")
    (ballot,) = Ballot.objects.all()
    assert (ballot.elector, ballot.reason) == (None, "")
    assert {field.name for field in Ballot._meta.get_fields()} == {
        "id", "round", "choice", "mark", "elector", "reason",
    }  # fmt: skip


def test_the_box_is_written_anew_with_each_secret_ballot(secret, council):
    keys = set()
    for one in council.members():
        vote(secret, one, "yes")
        now_there = set(secret.ballots.values_list("pk", flat=True))
        assert not keys & now_there
        keys |= now_there
    assert secret.ballots.count() == 8


def test_the_place_of_a_secret_ballot_does_not_follow_the_order_of_voting(secret, council, monkeypatch):
    """Every order of the box is as likely as any other, wherever the newest ballot is put."""
    orders = []

    class Turned:
        def shuffle(self, choices):
            orders.append(list(choices))
            choices.reverse()

    monkeypatch.setattr(box.secrets, "SystemRandom", Turned)
    for one, choice in zip(council.members(), ["yes", "no", "abstain"], strict=False):
        vote(secret, one, choice)
    assert [len(order) for order in orders] == [1, 2, 3]
    assert sorted(choice for choice, _mark in orders[-1]) == ["abstain", "no", "yes"]


# --- counting -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("choices", "result", "state"),
    [("YYYY--NA", Result.AGREED, "decided"), ("YYYN--NN", Result.REJECTED, "decided")],
)
def test_a_vote_is_counted_when_its_time_is_over(round_, now, office, choices, result, state):
    voting.cast_all(round_, choices)
    with pytest.raises(NotNow, match="还在进行"):
        ballots.close(round_, by=office)
    done = voting.counted(round_, now, office)
    assert (done.state, done.result) == (Round.State.CLOSED, result)
    case = Case.objects.get()
    assert (case.state, case.result) == (state, result)


def test_a_vote_is_counted_once_and_whoever_comes_second_is_told(round_, now, office, chair):
    voting.cast_all(round_, "YYYYYYYY")
    voting.counted(round_, now, office)
    with pytest.raises(NotNow, match="已计票"):
        ballots.close(round_, by=chair)
    assert Entry.objects.filter(verb="councils.case.decide").count() == 1


def test_shared_money_needs_two_thirds(council, office, now):
    round_ = voting.voted_on(council, office, now, is_about_shared=True)
    voting.cast_all(round_, "YYYYY-NN")
    assert voting.counted(round_, now, office).result == Result.AGREED


def test_shared_money_with_less_than_two_thirds_is_not_agreed(council, office, now):
    round_ = voting.voted_on(council, office, now, is_about_shared=True)
    voting.cast_all(round_, "YYYYNNA")
    assert voting.counted(round_, now, office).result == Result.REJECTED


def test_a_vote_without_a_quorum_is_extended_once_and_then_goes_to_the_meeting(round_, now):
    voting.cast_all(round_, "YYY")
    end = round_.closes_at
    longer = voting.counted(round_, now, CLOCK)
    assert (longer.state, longer.is_extended) == (Round.State.OPEN, True)
    assert longer.closes_at == ballots.days_from_now(2, end)
    assert voting.counted(longer, now, CLOCK).result == Result.NO_QUORUM
    assert Case.objects.get().state == Case.State.TO_MEETING
    assert list(Case.objects.for_a_meeting()) == [Case.objects.get()]


def test_votes_that_were_cast_stand_through_the_extension(round_, now, council):
    voting.cast_all(round_, "YYY")
    longer = voting.counted(round_, now, CLOCK)
    for place in (3, 6, 7):
        vote(longer, seat(council, place))
    assert voting.counted(longer, now, CLOCK).result == Result.AGREED


@pytest.mark.parametrize("days", [0, 1])
def test_the_extension_counts_from_the_end_whenever_a_job_notices(round_, now, days):
    end = round_.closes_at
    voting.over(round_, now)
    now.shift(timedelta(days=days))
    assert ballots.close(round_, by=CLOCK).closes_at == ballots.days_from_now(2, end)


def test_a_vote_that_comes_before_the_job_brings_the_extension_about(round_, now, a_member):
    vote(voting.over(round_, now), a_member)
    longer = Round.objects.get()
    assert longer.is_extended
    assert said(longer) == ["yes"]


def test_more_time_is_given_by_hand_once_and_never_less(round_, office):
    with pytest.raises(NotNow):
        ballots.extend(round_, by=office, until=round_.closes_at - timedelta(hours=1))
    later = ballots.extend(round_, by=office, until=ballots.days_from_now(2, round_.closes_at))
    with pytest.raises(NotNow):
        ballots.extend(later, by=office, until=ballots.days_from_now(9, later.closes_at))


def test_who_would_lose_a_vote_whose_time_is_over_cannot_undo_it_before_it_is_counted(round_, now, council, office):
    """Invariants 3 and 12: it makes no difference whether a job has run."""
    voting.cast_all(round_, "YYYYY-NN")
    late = voting.over(round_, now)
    for act in (
        lambda: discussion.demand_a_meeting(late.case, by=seat(council, 6).person),
        lambda: ballots.extend(late, by=office, until=ballots.days_from_now(2)),
        lambda: cases.withdraw(late.case, by=office, reason="不表决了"),
    ):
        with pytest.raises(NotNow, match=r"over|计票"):
            act()
    assert ballots.close(late, by=CLOCK).result == Result.AGREED


def test_the_page_offers_nothing_that_undoes_a_vote_whose_time_is_over(round_, now, office):
    case = round_.case

    def offered(someone, round_):
        return set(case_page.open_verbs(case, someone, case_page.Standing(None, case, round_), round_))

    assert {"extend", "withdraw"} <= offered(office, round_)
    assert not {"extend", "withdraw", "demand"} & offered(office, voting.over(round_, now))


def test_a_need_that_goes_another_way_takes_even_a_vote_with_it_whose_time_is_over(round_, now):
    late = voting.over(round_, now)
    assert cases.withdraw(late.case, by=CLOCK).state == Case.State.WITHDRAWN


def test_nobody_is_reminded_of_a_vote_whose_time_is_over(round_, now):
    late = voting.over(round_, now)
    with pytest.raises(NotNow):
        advance(late, "remind", by=CLOCK)


def test_figures_follow_the_frozen_rules_and_not_those_of_the_case_today(round_, council, office, now):
    voting.cast_all(round_, "YYYYNNN-")
    Case.objects.update(is_about_shared=True)
    assert voting.counted(round_, now, office).result == Result.AGREED


# --- stepping back while the vote is open --------------------------------------------------------------
def test_stepping_back_takes_a_named_vote_out_of_the_box_and_the_seat_out_of_the_base(round_, council):
    voting.cast_all(round_, "YYYYYY")
    gone = seat(council, 0)
    before = ballots.count(round_)
    declare.recuse(round_.case, gone, category="family", by=gone.person)
    after = ballots.count(round_)
    assert (before.box.yes, before.roll.base) == (6, 8)
    assert (after.box.yes, after.roll.base) == (5, 7)
    assert Elector.objects.get(representative=gone).standing == "recused"
    with pytest.raises(NotNow):
        vote(round_, gone)


def test_who_has_voted_in_secret_can_no_longer_step_back(secret, a_member, council):
    vote(secret, a_member)
    with pytest.raises(NotNow, match="哪一票"):
        declare.recuse(secret.case, a_member, category="trade", by=a_member.person)
    other = seat(council, 4)
    declare.recuse(secret.case, other, category="trade", by=other.person)
    assert ballots.count(secret).roll.base == 7


def test_nobody_steps_back_after_the_end(round_, now, a_member):
    voting.cast_all(round_, "YYYYYYYY")
    late = voting.over(round_, now)
    with pytest.raises(NotNow):
        declare.recuse(late.case, a_member, category="trade", by=a_member.person)


# --- in a meeting -------------------------------------------------------------------------------------
@pytest.fixture
def in_the_room(council, office, now, agenda_item):
    """A vote in a meeting: the member of the community is away."""
    case = voting.in_discussion(council, office)
    voting.all_declare(case)
    return ballots.open_round(case, by=office, agenda_item=agenda_item, electors=list(council.members())[1:])


@pytest.fixture
def agenda_item(council, office):
    meeting = Meeting.objects.create(
        council=council, place="三楼议事厅", starts_at=clock.now(), rule_set=RuleSet.current(clock.today())
    )
    return AgendaItem.objects.create(meeting=meeting, order=1, title="客梯")


def test_in_a_meeting_those_present_vote_and_whoever_presides_ends_it(in_the_room, council, chair):
    assert in_the_room.closes_at is None
    with pytest.raises(NotNow, match="会场"):
        vote(in_the_room, seat(council, 0))
    voting.cast_all(in_the_room, "-YYYY-NA")
    done = ballots.close(in_the_room, by=chair)
    assert done.result == Result.AGREED
    assert ballots.count(done).roll.base == 8


def test_in_the_room_too_everybody_votes_for_themselves(in_the_room, council, office):
    with pytest.raises(NotYours):
        ballots.cast(in_the_room, seat(council, 2), "yes", by=office, key="")


def test_a_vote_in_the_room_is_not_called_off_by_those_who_would_rather_meet(in_the_room, council):
    with pytest.raises(NotNow):
        discussion.demand_a_meeting(in_the_room.case, by=seat(council, 3).person)


def test_a_meeting_that_is_too_small_sends_the_case_to_the_next(in_the_room, chair):
    voting.cast_all(in_the_room, "-YYY")
    assert ballots.close(in_the_room, by=chair).result == Result.NO_QUORUM
    assert Case.objects.get().state == Case.State.TO_MEETING


def test_a_vote_that_was_called_off_takes_no_ballot(round_, office, a_member):
    advance(round_, "cancel", by=office)
    with pytest.raises(NotNow, match="取消"):
        vote(round_, a_member)


def test_people_whose_account_is_closed_do_not_vote(round_, a_member):
    Person.objects.filter(pk=a_member.person_id).update(is_active=False)
    fresh = type(a_member).objects.get(pk=a_member.pk)
    with pytest.raises((NotYours, ValueError)):
        vote(round_, fresh)
