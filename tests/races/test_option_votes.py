"""Votes on several options at the same moment: one ballot a seat, one winner, one lot (the races of `test_votes`)."""

from datetime import timedelta

import pytest

from councils import ballots, choosing, seating, venues
from councils.models import Ballot, Case, Receipt, Round
from councils.picks import Method, Said
from councils.tally import Result
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.councils import voting
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, a_term
from tests.races.test_votes import HANDS, ROUNDS, SEATS, at_the_end, members

pytestmark = pytest.mark.race


@pytest.fixture
def a_vote(transactional_db, at):
    """`a_vote(method, is_secret)`: an open vote of eight seats on two options, and time that runs."""

    def make(method=Method.SINGLE, is_secret=True) -> Round:
        now = at("2026-11-24 09:30", tick=True)
        committee = AppointmentFactory(role=Role.PARTY_COMMITTEE).person
        office = AppointmentFactory(role=Role.DESK_MANAGER).person
        council = seating.found(ParkFactory())
        for party in SEATS:
            seating.seat(council, party, PersonFactory(), term=a_term(), by=committee)
        case = voting.prepared(council, office, way=method, is_secret=is_secret)
        for words in ("更换", "大修"):
            choosing.offer(case, words, by=office)
        case = venues.discuss(case, by=office)
        voting.all_declare(case)
        now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
        return ballots.open_round(Case.objects.get(pk=case.pk), by=office)

    return make


def vote(round_, one, mark, key=""):
    return ballots.cast(round_, one, Said("yes", mark), by=one.person, key=key)


@pytest.mark.parametrize("lap", range(ROUNDS))
@pytest.mark.parametrize("method", [Method.SINGLE, Method.APPROVAL, Method.RANKING])
def test_twenty_phones_of_one_member_are_one_secret_mark(at_once, a_vote, method, lap):
    round_ = a_vote(method)
    one = members(round_)[3]
    outcome = at_once(lambda number: vote(round_, one, str(number % 2 + 1), key=f"{lap}-{number}"), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == Receipt.objects.count() == Ballot.objects.count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_tie_that_twenty_count_at_once_is_drawn_once(at_once, a_vote, lap):
    """Everybody agrees to both: one lot, one winner, one outcome."""
    round_ = a_vote(Method.APPROVAL)
    for one in members(round_):
        vote(round_, one, "1,2")
    at_the_end()
    outcome = at_once(lambda _: ballots.close(round_, by=CLOCK), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    stored = Round.objects.get()
    assert (stored.result, stored.lot.split(",")[0]) == (Result.AGREED, str(stored.winner))
    assert Entry.objects.filter(verb="councils.round.close").count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
@pytest.mark.parametrize("is_secret", [False, True])
def test_a_mark_beside_the_count_is_either_counted_or_refused(at_once, a_vote, is_secret, lap):
    """The last mark would turn the result: in all reads it is counted, or in none."""
    round_ = a_vote(is_secret=is_secret)
    all_of_them = members(round_)
    for place, one in enumerate([*all_of_them[:4], *all_of_them[6:]]):
        vote(round_, one, str(place % 2 + 1))
    Round.objects.update(closes_at=clock.now() + timedelta(milliseconds=60))
    late = Round.objects.get()

    def work(number):
        return ballots.close(late, by=CLOCK) if number % 2 else vote(late, all_of_them[4], "2", key="last")

    outcome = at_once(work, HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    if Round.objects.get().state == Round.State.OPEN:  # all were quicker than the end
        at_the_end()
        ballots.close(late, by=CLOCK)
    stored = Round.objects.get()
    assert ballots.count(stored).box.cast == Receipt.objects.count() == Ballot.objects.count()
    assert Case.objects.get().result == stored.result
    assert Entry.objects.filter(verb="councils.round.close").count() == 1
