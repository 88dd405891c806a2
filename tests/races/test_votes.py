"""Votes at the same moment, on real transactions: one ballot a seat, one outcome a vote, nothing counted twice.

Each race has a control: the same race with the guard taken away, which must show that hands do get in each other's way.
"""

from collections import Counter
from datetime import timedelta

import pytest

from councils import ballots, seating
from councils.models import Ballot, Case, Council, Party, Receipt, Round
from councils.tally import Result
from enterprises.roles import Role
from parkdesk.core import clock, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.councils import voting
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, a_term
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 250)
PATIENCE = 50
SEATS = (Party.COMMUNITY, Party.OPERATOR, *[Party.ENTERPRISE] * 4, Party.PARTY_MEMBER, Party.MASS_ORG)


@pytest.fixture
def a_vote(transactional_db, at):
    """`a_vote(kind)`: an open vote of eight seats, and time that runs."""

    def make(kind=Round.Kind.NAMED) -> Round:
        now = at("2026-11-24 09:30", tick=True)
        committee = AppointmentFactory(role=Role.PARTY_COMMITTEE).person
        office = AppointmentFactory(role=Role.DESK_MANAGER).person
        council = seating.found(ParkFactory())
        for party in SEATS:
            seating.seat(council, party, PersonFactory(), term=a_term(), by=committee)
        return voting.voted_on(council, office, now, is_secret=kind == Round.Kind.SECRET)

    return make


def members(round_):
    return list(Council.objects.get().members())


def vote(round_, one, choice, key=""):
    return ballots.cast(round_, one, choice, by=one.person, key=key)


# --- one voter, twenty phones --------------------------------------------------------------------------
@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_presses_of_one_ballot_are_one_vote(at_once, a_vote, lap):
    round_ = a_vote(Round.Kind.SECRET)
    one = members(round_)[3]
    outcome = at_once(lambda _: vote(round_, one, "yes", key=f"press{lap}"), HANDS)
    assert outcome.errors == []
    assert Receipt.objects.count() == Ballot.objects.count() == 1
    assert Entry.objects.filter(verb="councils.round.cast").count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_phones_of_one_member_are_one_secret_vote(at_once, a_vote, lap):
    round_ = a_vote(Round.Kind.SECRET)
    one = members(round_)[3]
    choices = ["yes", "no", "abstain"]
    outcome = at_once(lambda number: vote(round_, one, choices[number % 3], key=f"{lap}-{number}"), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == Receipt.objects.count() == Ballot.objects.count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_phones_of_one_member_are_one_vote_by_name_and_it_is_the_last(at_once, a_vote, lap):
    round_ = a_vote()
    one = members(round_)[3]
    choices = ["yes", "no", "abstain"]
    outcome = at_once(lambda number: vote(round_, one, choices[number % 3], key=f"{lap}-{number}"), HANDS)
    assert outcome.errors == []
    assert Receipt.objects.count() == Ballot.objects.count() == 1
    said = [entry.facts["changes"] for entry in Entry.objects.about(round_).filter(verb="councils.round.cast")]
    assert Counter(said) == {False: 1, True: HANDS - 1}


def test_without_the_constraint_one_member_would_have_more_than_one_ballot(at_once, a_vote):
    """Control: looking first whether there is a receipt, and then putting a ballot in, lets several through."""
    round_ = a_vote(Round.Kind.SECRET)
    elector = round_.electors.first()

    def look_then_write(_):
        if not Receipt.objects.filter(elector=elector).exists():
            Ballot.objects.create(round=round_, choice="yes")
            Receipt(elector=elector).save()

    for _ in range(PATIENCE):
        Ballot.objects.all().delete()
        Receipt.objects.all().delete()
        at_once(look_then_write, HANDS)
        if Ballot.objects.count() > 1:
            return
    pytest.fail("the race did not show: the tests above prove nothing")


# --- eight voters at once --------------------------------------------------------------------------
@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_whole_council_that_votes_at_once_is_counted_whole(at_once, a_vote, lap):
    round_ = a_vote(Round.Kind.SECRET)
    all_of_them = members(round_)
    outcome = at_once(lambda number: vote(round_, all_of_them[number], "no" if number % 4 == 0 else "yes"), 8)
    assert outcome.errors == []
    assert Counter(Ballot.objects.values_list("choice", flat=True)) == {"yes": 6, "no": 2}
    assert Receipt.objects.count() == 8
    assert list(trail.verify()) == []


# --- the last vote and the end -----------------------------------------------------------------------
@pytest.mark.parametrize("lap", range(ROUNDS))
@pytest.mark.parametrize("kind", Round.Kind)
def test_a_vote_beside_the_count_is_either_counted_or_refused(at_once, a_vote, kind, lap):
    """Five have voted; the sixth comes while the vote is counted: in all reads counted, or in none."""
    round_ = a_vote(kind)
    all_of_them = members(round_)
    for one in [*all_of_them[:4], *all_of_them[6:]]:
        vote(round_, one, "yes")
    Round.objects.update(closes_at=clock.now() + timedelta(milliseconds=60))
    late = Round.objects.get()

    def work(number):
        if number % 2:
            return ballots.close(late, by=CLOCK)
        return vote(late, all_of_them[4], "no", key="last")

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    if Round.objects.get().state == Round.State.OPEN:  # all were quicker than the end
        at_the_end()
        ballots.close(late, by=CLOCK)
    counted = ballots.count(Round.objects.get())
    assert counted.box.cast == Receipt.objects.count() == Ballot.objects.count()
    assert Case.objects.get().result == Round.objects.get().result == counted.result
    assert Entry.objects.filter(verb="councils.round.close").count() == 1


def at_the_end():
    Round.objects.update(closes_at=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_who_count_at_once_get_one_outcome(at_once, a_vote, lap):
    round_ = a_vote()
    for one in members(round_):
        vote(round_, one, "yes")
    at_the_end()
    outcome = at_once(lambda _: ballots.close(round_, by=CLOCK), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert outcome.answers[0].result == Result.AGREED
    assert Entry.objects.filter(verb="councils.case.decide").count() == 1
    assert Case.objects.get().state == Case.State.DECIDED


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_vote_without_a_quorum_is_extended_once_however_many_notice(at_once, a_vote, lap):
    round_ = a_vote()
    vote(round_, members(round_)[0], "yes")
    at_the_end()
    ended = Round.objects.get().closes_at
    outcome = at_once(lambda _: ballots.close(round_, by=CLOCK), HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    assert Entry.objects.filter(verb="councils.round.extend").count() == 1
    assert Round.objects.get().closes_at == ballots.days_from_now(2, ended)


def test_without_the_lock_more_than_one_count_decides(at_once, a_vote):
    """Control: reading the state first and writing afterwards lets several count."""
    round_ = a_vote()
    for one in members(round_):
        vote(round_, one, "yes")

    def read_then_write(_):
        if Round.objects.get().state != Round.State.OPEN:
            return False
        result = ballots.count(round_).result
        Round.objects.update(state=Round.State.CLOSED, result=result, closed_at=clock.now())
        return True

    for _ in range(PATIENCE):
        Round.objects.update(state=Round.State.OPEN, result="", closed_at=None)
        if sum(at_once(read_then_write, HANDS).answers) > 1:
            return
    pytest.fail("the race did not show: the test above proves nothing")
