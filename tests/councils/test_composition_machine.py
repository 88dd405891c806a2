"""People come and go at random: a council is made up as the rules ask, or an alarm is open (council.md 6.10)."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from councils import composition, seating, substitutes
from councils.models import CompositionAlarm, Party, Representative
from enterprises.models import Appointment
from parkdesk.core.flow import NotNow
from tests.factories import PersonFactory, a_term
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone

State = Representative.State
SECTORS = st.sampled_from(["SW", "COM", "TRD", "BIO", "MFG", "FIN", "SVC"])
PLACES = st.integers(0, 9)


class CouncilMachine(RuleBasedStateMachine):
    """One council of eight; seats are given, handed over, given back and taken away in any order."""

    def __init__(self, council, firms, supervisor, morning):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        morning(MORNING)
        self.council, self.firms, self.supervisor = council, firms, supervisor

    def teardown(self):
        self.block.__exit__(None, None, None)

    def one(self, place, *states):
        rows = list(self.council.representatives.filter(state__in=states).order_by("pk"))
        return rows[place % len(rows)] if rows else None

    @rule(place=PLACES)
    def resign(self, place):
        one = self.one(place, State.SERVING, State.SUBSTITUTED)
        if one:
            seating.resign(one, by=one.person)

    @rule(place=PLACES)
    def take_back(self, place):
        one = self.one(place, State.SERVING, State.SUBSTITUTED, State.NAMED)
        if one:
            seating.unseat(one, by=self.supervisor, reason="调整")

    @rule(party=st.sampled_from(Party.values), sector=SECTORS)
    def give(self, party, sector):
        if len(self.council.members()) < 10:
            firm = self.firms[sector] if party == Party.ENTERPRISE else None
            term = a_term(represents=[sector] if firm else [])
            seating.seat(self.council, party, PersonFactory(), term=term, by=self.supervisor, enterprise=firm)

    @rule(place=PLACES)
    def register(self, place):
        one = self.one(place, State.SERVING)
        if one:
            with pytest.raises(NotNow) if one.in_place_of_id or one.has_substitute else undone_not():
                substitutes.register(one, PersonFactory(), by=self.supervisor)

    @rule(place=PLACES)
    def hand_over(self, place):
        one = self.one(place, State.SERVING)
        if one and one.substitutes.filter(state=State.NAMED).exists():
            substitutes.hand_over(one, by=one.person)

    @rule(place=PLACES)
    def give_back(self, place):
        one = self.one(place, State.SUBSTITUTED)
        if one:
            substitutes.give_back(one, by=one.person)

    @rule(place=PLACES)
    def take_over(self, place):
        one = self.one(place, State.NAMED)
        if one and one.in_place_of.state == State.LEFT and not one.seat.holders.filter(state=State.SERVING).exists():
            substitutes.take_over(one, by=self.supervisor)

    @rule(place=PLACES, sector=SECTORS)
    def declare(self, place, sector):
        one = self.one(place, State.SERVING)
        if one and one.enterprise_id and sector not in one.represents:
            seating.declare_relation(one, sector, "chain", by=self.supervisor)

    @invariant()
    def the_council_is_whole_or_an_alarm_is_open(self):
        faults = composition.faults(self.council)
        assert bool(faults) is CompositionAlarm.objects.sounding().filter(council=self.council).exists()

    @invariant()
    def a_seat_has_one_voice(self):
        sitting = self.council.representatives.filter(state=State.SERVING)
        assert sitting.values("seat").distinct().count() == sitting.count()

    @invariant()
    def nobody_is_away_without_a_substitute_who_sits(self):
        for one in self.council.representatives.filter(state=State.SUBSTITUTED):
            assert one.substitutes.filter(state=State.SERVING).count() == 1

    @invariant()
    def whoever_left_wears_no_hat_of_it(self):
        gone = self.council.representatives.filter(state=State.LEFT).values("appointment")
        assert not Appointment.objects.filter(pk__in=gone, ends_on__isnull=True).exists()


def undone_not():
    """Nothing is expected to be refused."""
    from contextlib import nullcontext

    return nullcontext()


@pytest.mark.django_db
def test_a_council_is_whole_or_an_alarm_is_open_whoever_comes_and_goes(council, firms, party_supervisor, morning):
    run_state_machine_as_test(
        lambda: CouncilMachine(council, firms, party_supervisor, morning), settings=examples(20, stateful_step_count=15)
    )
