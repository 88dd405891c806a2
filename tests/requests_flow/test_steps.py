"""Every step of a need: its yes, its not now and its no."""

from datetime import timedelta
from inspect import signature

import pytest
from django.contrib.auth.models import AnonymousUser

from enterprises.roles import Role
from parkdesk.core import states
from parkdesk.core.actors import CLOCK, Holder
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import calls, correcting, desk, escalating, guards, mending, parts
from requests_flow.council_guards import COUNCIL
from requests_flow.intake import TERMINAL
from requests_flow.models import Need
from requests_flow.models.need import digest_token
from requests_flow.words import AT_WORK, ENDS, Outcome, State, Tier
from tests.factories import IncidentFactory, MembershipFactory, PersonFactory, ServiceFactory, UnitFactory
from tests.requests_flow.cases import BY_STEP, CASES, Case
from tests.requests_flow.conftest import link_of, somebody


class House:
    """The characters of the park by the names of the table, and needs that stand where a case wants them."""

    def __init__(self, people, a_need, now):
        self.people, self.a_need, self.now = people, a_need, now

    def actor(self, name, need):
        return link_of(need) if name == "link" else self.people[name]

    def need_in(self, state, tier):
        if state == State.FOLLOWED_UP:  # only a moment inside of `calls.follow_up`, which goes on at once
            return self.take(BY_STEP["follow_up"], self.need_in(State.RESOLVED, tier))
        if state == State.DRAFT:
            draft = Need(title="电梯", text="停了", channel="qr")
            draft.token_digest = digest_token(draft.token)
            draft.save()
            return draft
        if state == State.MERGED:
            return self.take(BY_STEP["merge"], self.need_in(State.IN_PROGRESS, tier))
        return self.a_need(state, tier=tier)

    def incident(self):
        return IncidentFactory(park=self.a_need().park)

    def facts(self, case):
        known = {"unit": lambda: self.people["unit"], "other": self.a_need, "incident": self.incident}
        return {name: known[value]() if str(value) in known else value for name, value in case.facts.items()}

    def take(self, case, need, who=None):
        return advance(need, case.step, by=self.actor(who or case.who, need), **self.facts(case))

    def stands(self, need, beside):
        """The need, once that stands beside it."""
        return getattr(self, f"_{beside}")(need) if beside else need

    def _called(self, need):
        return calls.follow_up(need, method="phone", is_solved=True, by=self.people["manager"])

    def _rated_low(self, need):
        return desk.rate(need, grade=1, by=link_of(need)).need

    def _upheld(self, need):
        return mending.uphold(self._rated_low(need), note="属实", by=self.people["manager"])

    def _mended(self, need):
        return mending.mend(self._upheld(need), message="已致歉", by=self.people["clerk"])

    def _service(self, need):
        service = ServiceFactory(steps=[{"zh": "预审", "en": "Check", "half_days": 1, "doer": "window_clerk"}])
        Need.objects.filter(pk=need.pk).update(service=service)
        return Need.objects.get(pk=need.pk)

    def _corrected(self, need):
        need = correcting.correct(need, items=["章程"], by=self.people["clerk"])
        return advance(need, "reply", by=link_of(need), answer="补了")

    def _offered(self, need):
        unit = self.people["helper"].appointments.get().unit
        return parts.transfer(need, unit=unit, task="归你们", by=self.people["clerk"])

    def _given_back(self, need):
        need = self._offered(need)
        advance(need.parts.get(), "return", by=self.people["helper"], reason="也不归我们")
        return need

    def _late(self, need):
        self.now.shift(timedelta(days=9))
        return escalating.escalate(need)

    def ready(self, case: Case):
        need = self.stands(self.need_in(case.start, case.tier), case.beside)
        need = self.take(BY_STEP[case.before], need) if case.before else need
        self.now.shift(timedelta(days=case.days))
        return need

    def too_early_or_late(self, case: Case):
        need = self.stands(self.need_in(case.not_now, case.tier_not_now or case.tier), case.beside_not_now)
        return self.take(BY_STEP[case.before_not_now], need) if case.before_not_now else need


@pytest.fixture
def house(morning, a_need, clerk, manager, leader, operator_person, operator_unit, volunteer, park):
    people = {
        "clerk": clerk, "manager": manager, "leader": leader, "operator": operator_person, "unit": operator_unit,
        "helper": somebody("沈一", Role.OPERATOR_STAFF, unit=UnitFactory()),
        "volunteer": volunteer, "member": somebody("夏知行", Role.REPRESENTATIVE, park=park),
        "tenant": MembershipFactory().person, "visitor": AnonymousUser(), "clock": CLOCK, "terminal": TERMINAL,
        "council": COUNCIL,
    }  # fmt: skip
    return House(people, a_need, morning("2026-11-24 09:30"))


def entries(need):
    return list(Entry.objects.about(need))


def test_every_step_of_the_table_has_its_case():
    assert list(BY_STEP) == list(states.steps(Need))
    assert len(CASES) == len(BY_STEP)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whoever_may_takes_the_step_when_it_is_open(house, case):
    need = house.ready(case)
    before = len(entries(need))
    taken = Need.objects.get(pk=house.take(case, need).pk)
    assert taken.state == (case.to or need.state)
    assert taken.state in (states.steps(Need)[case.step].targets or [need.state]) or case.step in (
        "reply",
        "resume",
        "unmerge",
    )
    assert len(entries(need)) == before + 1
    entry = entries(need)[-1]
    assert entry.verb == f"requests_flow.need.{case.step}"
    assert (entry.facts["from"], entry.facts["to"]) == (need.state, taken.state)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_step_is_not_open_at_any_time(house, case):
    need = house.too_early_or_late(case)
    before = len(entries(need))
    with pytest.raises(NotNow) as refused:
        house.take(case, need)
    assert refused.value.reason
    assert Need.objects.get(pk=need.pk).state == need.state
    assert len(entries(need)) == before


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whoever_may_not_never_takes_the_step(house, case):
    need = house.ready(case)
    before = len(entries(need))
    with pytest.raises(NotYours):
        house.take(case, need, who=case.never)
    assert Need.objects.get(pk=need.pk).state == need.state
    assert len(entries(need)) == before


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_visitor_and_a_stranger_of_another_park_take_no_step(house, case):
    need = house.ready(case)
    for stranger in (AnonymousUser(), PersonFactory(), Holder("link", "need:0"), Holder("link", f"need:{need.pk}0")):
        if case.step == "submit" and not isinstance(stranger, AnonymousUser):
            continue  # whoever wrote a draft hands it in, and nobody else knows that it exists
        with pytest.raises(NotYours):
            advance(need, case.step, by=stranger, **house.facts(case))


@pytest.mark.parametrize("state", ENDS)
def test_what_has_ended_takes_no_more_work(house, state):
    if state == State.MERGED:
        need = house.take(BY_STEP["merge"], house.need_in(State.IN_PROGRESS, Tier.SIMPLE))
    else:
        need = house.need_in(state, Tier.SIMPLE)
    # Links are said of ended needs too, and whoever is drawn for a call may say when (the lot follows the number).
    aside = {"link", "unlink", "wish_call"}
    open_now = {name for name, step in states.steps(Need).items() if step.is_open(need)} - aside
    beyond = {
        State.CLOSED: {"rate", "reopen", "call_back", "miss_call"},
        State.MERGED: {"unmerge", "pass_on"},
    }
    assert open_now == beyond.get(state, set())


def test_no_fact_bears_a_name_that_the_doorway_needs_itself():
    """django-fsm hands `instance` and `method` along, `advance` has names of its own."""
    taken = {"instance", "method", "thing", "step", "by", "note", "from", "to"}
    for case in CASES:
        assert not taken & set(case.facts), case
        body = getattr(Need, f"{case.step}_" if case.step == "return" else case.step)
        assert not taken & set(signature(body).parameters), case


def test_work_is_what_has_no_answer_yet():
    assert set(AT_WORK) | set(ENDS) | {State.DRAFT, State.RESOLVED, State.FOLLOWED_UP} == set(State)


# --- who may, in particular --------------------------------------------------------------------------
def test_a_specialist_takes_steps_in_the_own_line_and_where_there_is_none_yet(house, specialist):
    ours, theirs = house.need_in(State.TRIAGED, Tier.SIMPLE), house.a_need(State.TRIAGED, category="TAX")
    advance(ours, "note", by=specialist)
    advance(house.a_need(), "acknowledge", by=specialist)
    with pytest.raises(NotYours):
        advance(theirs, "note", by=specialist)


def test_a_role_that_has_ended_opens_nothing(house, clerk):
    clerk.appointments.update(ends_on="2026-11-23")
    with pytest.raises(NotYours):
        advance(house.a_need(), "acknowledge", by=type(clerk).objects.get(pk=clerk.pk))


def test_the_landlords_people_take_no_step_on_what_is_protected_from_them(house, operator_person):
    need = house.a_need(State.TRANSFERRED, is_protected=True)
    with pytest.raises(NotYours):
        advance(need, "accept", by=operator_person)


def test_a_volunteer_confirms_nothing_about_private_affairs(house, volunteer):
    for private in ({"is_personal": True}, {"is_protected": True}):
        with pytest.raises(NotYours):
            advance(house.a_need(State.ACKNOWLEDGED, **private), "confirm_facts", by=volunteer)


def test_confirming_facts_earns_the_volunteer_something(house, volunteer):
    need = desk.confirm_facts(house.a_need(State.ACKNOWLEDGED), note="看过了，是停着", by=volunteer)
    assert entries(need)[-1].beneficiaries == [volunteer.pk]


def test_a_colleague_speaks_for_the_firm_but_not_for_a_persons_own_affair(house, enterprise, enterprise_person):
    ours = house.a_need(enterprise=enterprise)
    private = house.a_need(enterprise=enterprise, is_personal=True)
    advance(ours, "add", by=enterprise_person, message="还没来")
    with pytest.raises(NotYours):
        advance(private, "add", by=enterprise_person, message="还没来")


def test_a_major_need_is_extended_by_the_leader_alone(house, manager, leader):
    need = house.take(BY_STEP["ask_extension"], house.need_in(State.IN_PROGRESS, Tier.MAJOR))
    with pytest.raises(NotYours):
        advance(need, "extend", by=manager)
    assert advance(need, "extend", by=leader).extensions == 1


# --- what a step leaves behind -----------------------------------------------------------------------
def test_tiers_change_in_the_direction_of_the_step(house, clerk, leader):
    need = house.need_in(State.IN_PROGRESS, Tier.COMPLEX)
    for step, by, tier in (
        ("retier", clerk, Tier.SIMPLE),
        ("retier", clerk, Tier.COMPLEX),
        ("lower_tier", leader, Tier.MAJOR),
    ):
        with pytest.raises(ValueError, match="other direction"):
            advance(need, step, by=by, tier=tier, rule="S")


def test_reopening_starts_a_new_handling_without_the_old_answer(house):
    need = house.need_in(State.REOPENED, Tier.SIMPLE)
    assert (need.handling, need.outcome, need.unit, need.handler, need.resolved_at) == (2, "", None, None, None)
    assert not need.is_rated


def test_a_reopened_need_is_done_and_rated_once_more(house, clerk, operator_person, operator_unit):
    need = house.need_in(State.REOPENED, Tier.SIMPLE)
    need = advance(need, "dispatch", by=clerk, unit=operator_unit)
    need = desk.accept(need, by=operator_person)
    need = desk.resolve(need, outcome=Outcome.SOLVED, answer="换了主板", by=operator_person)
    assert desk.rate(need, grade=4, by=link_of(need)).handling == 2


def test_an_order_that_went_to_another_unit_forgets_what_the_first_one_asked_for(house, clerk):
    need = house.take(BY_STEP["ask_extension"], house.need_in(State.IN_PROGRESS, Tier.SIMPLE))
    other = UnitFactory()
    worker = somebody("方一诺", Role.OPERATOR_STAFF, unit=other)
    need = advance(need, "dispatch", by=clerk, unit=other)
    assert advance(need, "accept", by=worker).extension_days_asked == 0


def test_an_extension_is_at_most_what_the_tier_allows_and_only_so_often(house, manager, operator_person):
    need = advance(house.need_in(State.IN_PROGRESS, Tier.SIMPLE), "ask_extension", by=operator_person, days=30)
    assert need.extension_days_asked == 2
    need = advance(need, "extend", by=manager)
    with pytest.raises(NotNow, match=str(guards.has_extension_left.reason)):
        advance(need, "ask_extension", by=operator_person, days=1)


def test_the_first_contact_stays_named_when_others_take_over(house, clerk, operator_person):
    need = house.need_in(State.IN_PROGRESS, Tier.SIMPLE)
    assert (need.first_contact, need.owner, need.handler) == (clerk, clerk, operator_person)
