"""Supervision orders: from the register to the archive, by whom, and what follows a need (domain.md 7)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from councils import supervise
from councils.models import SupervisionOrder
from councils.supervision_words import State
from enterprises.models import Person, Unit
from enterprises.roles import Role
from parkdesk.core import notices, outbox, states
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import desk
from requests_flow.words import Outcome, Tier
from requests_flow.words import State as NeedState
from tests.councils.supervision_stage import DAY, drop, fresh, order_of
from tests.factories import AppointmentFactory, ParkFactory, UnitFactory
from tests.requests_flow.conftest import MORNING, link_of, somebody

MAJOR = {"tier": Tier.MAJOR}


def steps_of(order):
    return [entry.step for entry in Entry.objects.about(order)]


# --- the way of an order -----------------------------------------------------------------------------
def test_an_order_goes_from_the_register_to_the_archive(stage, party_supervisor):
    order = stage.to(State.STRUCK_OFF)
    advance(order, "archive", by=party_supervisor)
    assert steps_of(order) == [
        "propose", "register", "assign", "sign", "report", "verify", "strike_off", "archive",
    ]  # fmt: skip
    assert fresh(order).reference == "督〔2026〕1号"


def test_nothing_of_an_order_is_public(stage):
    order = stage.to(State.STRUCK_OFF)
    assert not Entry.objects.about(order).public().exists()


def test_numbers_have_no_gap_and_begin_anew_with_the_year(stage, morning, party_supervisor):
    numbers = [stage.to(State.REGISTERED).reference for _ in range(3)]
    dropped = stage.to(State.DRAFTED)
    drop(dropped, party_supervisor)
    with pytest.raises(NotNow):
        supervise.register(dropped, by=party_supervisor)
    numbers.append(stage.to(State.REGISTERED).reference)
    morning("2027-01-04 09:30")
    party_supervisor = Person.objects.get(pk=party_supervisor.pk)
    numbers.append(stage.to(State.REGISTERED).reference)
    assert numbers == ["督〔2026〕1号", "督〔2026〕2号", "督〔2026〕3号", "督〔2026〕4号", "督〔2027〕1号"]


@pytest.mark.parametrize(
    ("state", "step", "facts"),
    [
        (State.DRAFTED, "register", {"year": 2026, "number": 9}),
        (State.REPORTED, "verify", {"evidence": "photo", "finding": "x", "checker": None}),
        (State.CHECKED, "strike_off", {}),
        (State.REPORTED, "send_back", {"reason": "还没有"}),
        (State.IN_HAND, "suspend", {"reason": "等台风过去"}),
        (State.IN_HAND, "drop", {"reason": "重复"}),
    ],
)
def test_only_the_committee_leads_an_order(stage, state, step, facts, clerk, manager, operator_person, specialist):
    order = stage.to(state)
    for other in (clerk, manager, specialist, operator_person, somebody("郑怀瑾", Role.SUBDISTRICT)):
        with pytest.raises(NotYours):
            advance(order, step, by=other, **facts)
    assert fresh(order).state == state


@pytest.mark.parametrize(
    ("state", "step", "facts"),
    [
        (State.ASSIGNED, "sign", {"signer": None}),
        (State.IN_HAND, "feedback", {"text": "在做", "kind": "plan"}),
        (State.IN_HAND, "report", {"text": "好了"}),
        (State.IN_HAND, "ask_extension", {"days": 3}),
    ],
)
def test_only_the_responsible_unit_answers(stage, state, step, facts, party_supervisor, clerk, leader):
    order = stage.to(state)
    stranger = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    for other in (party_supervisor, clerk, leader, stranger):
        with pytest.raises(NotYours):
            advance(order, step, by=other, **facts)


def test_whoever_did_it_neither_checks_it_nor_strikes_it_off(stage, governance_line, leader):
    """The leader of the community works in the line that did it."""
    AppointmentFactory(person=leader, role=Role.SPECIALIST, unit=governance_line)
    leader = Person.objects.get(pk=leader.pk)
    stage.unit, stage.worker = governance_line, somebody("王思宁", Role.SPECIALIST, unit=governance_line)
    order = stage.to(State.REPORTED)
    with pytest.raises(NotYours):
        supervise.verify(order, evidence="photo", finding="好", by=leader)


def test_who_sits_in_the_council_names_a_deputy_and_stands_back(stage, council, park, party_supervisor, manager):
    order = stage.to(State.REPORTED)
    AppointmentFactory(person=party_supervisor, role=Role.REPRESENTATIVE, park=park)
    sitting = Person.objects.get(pk=party_supervisor.pk)
    with pytest.raises(NotYours):
        supervise.verify(order, evidence="photo", finding="好", by=sitting)
    with pytest.raises(NotYours):
        supervise.verify(order, evidence="photo", finding="好", by=manager)
    order = supervise.name_deputy(order, deputy=manager, by=sitting)
    order = supervise.verify(order, evidence="photo", finding="公示栏已张贴", by=manager)
    assert supervise.strike_off(order, by=manager).state == State.STRUCK_OFF


def test_a_deputy_may_not_be_partial_either(stage, council, chair, operator_person, party_supervisor):
    order = stage.to(State.IN_HAND)
    for partial in (chair, operator_person):
        with pytest.raises(NotNow):
            supervise.name_deputy(order, deputy=partial, by=party_supervisor)
    assert fresh(order).deputy is None


def test_nothing_is_struck_off_without_evidence(stage, party_supervisor):
    order = stage.to(State.REPORTED)
    order = advance(order, "verify", by=party_supervisor, evidence="", finding="", checker=party_supervisor)
    with pytest.raises(NotNow):
        supervise.strike_off(order, by=party_supervisor)


def test_what_was_not_done_goes_back_and_is_reported_again(stage, party_supervisor, operator_person):
    order = advance(stage.to(State.CHECKED), "send_back", by=party_supervisor, reason="只贴了一处")
    assert (order.state, order.evidence, order.reported_at) == (State.IN_HAND, "", None)
    order = supervise.report(order, text="三处都贴了", by=operator_person)
    assert order.state == State.REPORTED


def test_of_two_who_feed_back_at_once_one_gives_the_plan(stage, operator_person):
    seen_by_both = stage.to(State.IN_HAND)
    for words in ("方案：更换主板", "主板已到货"):
        supervise.feed_back(seen_by_both, text=words, by=operator_person)
    kinds = [entry.facts["kind"] for entry in Entry.objects.about(seen_by_both) if entry.step == "feedback"]
    assert kinds == ["plan", "progress"]


@pytest.mark.parametrize("kind", [Unit.Kind.SUBDISTRICT, Unit.Kind.DEPARTMENT])
def test_nobody_orders_upwards_or_sideways(stage, governance_line, party_supervisor, kind):
    """A line of ours asks (提请、商请), and the light judges our own filing and chasing (decisions 31)."""
    above = UnitFactory(kind=kind)
    order = stage.to(State.REGISTERED)
    with pytest.raises(NotNow):
        supervise.assign(order, stage.assignment(unit=above, due_on=None), by=party_supervisor)
    assert fresh(order).state == State.REGISTERED
    asked = stage.assignment(unit=governance_line, asked=above, due_on=DAY)
    assert supervise.assign(order, asked, by=party_supervisor).is_request


def test_without_a_promise_to_a_reporter_the_day_has_to_be_said(stage, party_supervisor):
    order = stage.to(State.REGISTERED)
    with pytest.raises(NotNow):
        supervise.assign(order, stage.assignment(), by=party_supervisor)


# --- what follows a need -----------------------------------------------------------------------------
def test_a_major_need_is_registered_when_it_is_sorted_once(stage, a_need, clerk):
    order = order_of(a_need(NeedState.TRIAGED, **MAJOR))
    assert (order.state, order.source, order.reference) == (State.REGISTERED, "major", "督〔2026〕1号")
    for name in ("supervision.triage", "supervision.submit"):
        outbox.replay(name)
    outbox.drain()
    desk.sort(order.need, desk.Sorting(category="PRO", tier=Tier.MAJOR, rule="M6"), by=clerk)
    assert order_of(order.need) == order
    assert SupervisionOrder.objects.count() == 1


def test_what_looks_major_waits_for_the_committee_before_it_is_sorted(stage, a_need, clerk):
    need = a_need(text="三楼有人被困在电梯里")
    order = order_of(need)
    assert (order.state, order.reference) == (State.DRAFTED, "")
    desk.sort(need, desk.Sorting(category="PRO", tier=Tier.SIMPLE, rule="S"), by=clerk)
    assert order_of(need).state == State.DROPPED


def test_a_tier_that_rises_to_major_registers_an_order(stage, a_need, clerk):
    need = a_need(NeedState.IN_PROGRESS)
    assert order_of(need) is None
    advance(need, "retier", by=clerk, tier=Tier.MAJOR, rule="M6")
    assert order_of(need).state == State.REGISTERED


def test_what_the_committee_dropped_does_not_come_back_by_itself(stage, a_need, party_supervisor):
    order = order_of(a_need(NeedState.TRIAGED, **MAJOR))
    drop(order, party_supervisor)
    outbox.replay("supervision.triage")
    outbox.drain()
    assert SupervisionOrder.objects.count() == 1


def test_completing_the_need_reports_its_order_and_opening_it_sends_it_back(stage, operator_person):
    order = stage.of_need(State.IN_HAND)
    with pytest.raises(NotNow):
        supervise.report(order, text="好了", by=operator_person)
    need = desk.resolve(order.need, outcome=Outcome.SOLVED, answer="已修复", by=operator_person)
    assert order_of(need).state == State.REPORTED
    need = advance(need, "reopen", by=link_of(need), reason="又停了")
    assert order_of(need).state == State.IN_HAND


@pytest.mark.parametrize("step", ["withdraw"])
def test_a_need_that_is_gone_takes_its_order_along(stage, step):
    order = stage.of_need(State.IN_HAND)
    advance(order.need, step, by=link_of(order.need))
    assert order_of(order.need).state == State.DROPPED


def test_a_struck_off_need_that_comes_back_gets_an_order_of_its_own(stage, morning, party_supervisor, clerk):
    order = stage.of_need(State.IN_HAND)
    need = desk.resolve(order.need, outcome=Outcome.SOLVED, answer="已修复", by=stage.worker)
    order = supervise.verify(order_of(need), evidence="on_site", finding="看过了", by=party_supervisor)
    supervise.strike_off(order, by=party_supervisor)
    morning("2026-11-25 09:30")
    need = advance(need, "reopen", by=link_of(need), reason="又停了")
    assert order_of(need).state == State.STRUCK_OFF
    desk.sort(need, desk.Sorting(category="PRO", tier=Tier.MAJOR, rule="M6"), by=clerk)
    again = order_of(need)
    assert (again.state, again.reference) == (State.REGISTERED, "督〔2026〕2号")


# --- more time ---------------------------------------------------------------------------------------
def test_the_committee_grants_two_extensions_and_the_promise_moves_along(stage, party_supervisor, operator_person):
    order = stage.of_need(State.IN_HAND)
    for _ in range(2):
        before = order.due_at
        order = supervise.ask_extension(order, days=30, by=operator_person, reason="配件未到")
        order = supervise.extend(order, by=party_supervisor)
        assert order.due_at == order.need.resolve_due_at > before
    with pytest.raises(NotNow):
        supervise.ask_extension(order, days=1, by=operator_person)


def test_what_was_asked_for_at_the_tasks_is_answered_on_the_order(stage, party_supervisor, operator_person):
    order = stage.of_need(State.IN_HAND)
    advance(order.need, "ask_extension", by=operator_person, days=5)
    order = fresh(order)
    before = order.due_at
    assert order.days_asked == 5
    order = supervise.refuse_extension(order, by=party_supervisor, reason="可以并行")
    assert (order.due_at, order.days_asked) == (before, 0)


def test_an_order_with_a_day_of_its_own_is_extended_alone(stage, party_supervisor, operator_person):
    order = supervise.ask_extension(stage.to(State.IN_HAND), days=10, by=operator_person)
    order = supervise.extend(order, by=party_supervisor)
    assert (f"{order.due_at:%m-%d}", order.extensions, order.days_asked) == ("12-25", 1, 0)


# --- who knows of it ---------------------------------------------------------------------------------
def sees(person, order):
    person = Person.objects.get(pk=person.pk)
    return SupervisionOrder.objects.visible_to(person).filter(pk=order.pk).exists()


def test_each_sees_what_is_theirs(
    stage, party_supervisor, leader, manager, operator_person, volunteer, enterprise_person
):
    order = stage.of_need(State.ASSIGNED)
    assert all(sees(one, order) for one in (party_supervisor, leader, manager, operator_person))
    others = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    assert not any(sees(one, order) for one in (others, volunteer, enterprise_person))


def test_a_unit_knows_of_an_order_when_it_is_assigned(stage, operator_person):
    assert not sees(operator_person, stage.of_need(State.REGISTERED))


def test_a_supporting_unit_reads_along(stage, party_supervisor):
    helper = UnitFactory(kind=Unit.Kind.PROPERTY)
    worker = somebody("方一诺", Role.OPERATOR_STAFF, unit=helper)
    order = stage.of_need(State.REGISTERED)
    order = supervise.assign(order, stage.assignment(supporting=[helper]), by=party_supervisor)
    assert sees(worker, order)


def test_a_protected_need_stays_away_from_landlords_and_the_sub_district(stage, governance_line, party_supervisor):
    order = order_of(stage.a_need(NeedState.TRIAGED, is_protected=True, **MAJOR))
    with pytest.raises(NotNow):
        supervise.assign(order, stage.assignment(), by=party_supervisor)
    order = supervise.assign(
        order, stage.assignment(unit=governance_line, supporting=[stage.unit]), by=party_supervisor
    )
    assert not sees(stage.worker, order)
    assert not sees(somebody("郑怀瑾", Role.SUBDISTRICT), order)


def test_the_sub_district_reads_what_is_registered(stage):
    official = somebody("郑怀瑾", Role.SUBDISTRICT)
    assert sees(official, stage.to(State.REGISTERED))
    assert not sees(official, stage.to(State.DRAFTED))


def test_a_park_leader_reads_the_orders_of_the_own_park(stage, park):
    order = stage.of_need(State.ASSIGNED)
    assert sees(somebody("夏知行", Role.PARK_LEADER, park=park), order)
    assert not sees(somebody("夏知行", Role.PARK_LEADER, park=ParkFactory()), order)


# --- who is told -------------------------------------------------------------------------------------
def told(order, step):
    outbox.drain()
    entry = Entry.objects.about(order).filter(verb=f"councils.supervisionorder.{step}").last()
    return set(Notice.objects.filter(entry=entry).values_list("recipient", flat=True))


def test_the_committee_is_told_of_a_major_need_once(stage, a_need, party_supervisor, leader):
    order = order_of(a_need(NeedState.TRIAGED, **MAJOR))
    assert told(order, "register") == {f"person:{party_supervisor.pk}", f"person:{leader.pk}"}
    assert told(order, "propose") == set()


def test_the_unit_is_told_of_its_order_and_the_issuer_of_feedback(stage, operator_person, party_supervisor):
    order = stage.of_need(State.IN_HAND)
    assert told(order, "assign") == {f"person:{operator_person.pk}"}
    order = supervise.feed_back(order, text="方案：三天内公示", by=operator_person)
    assert told(order, "feedback") == {f"person:{party_supervisor.pk}"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_people_are_told_names_the_order_in_their_language(stage, party_supervisor, operator_person, language):
    Person.objects.update(language=language)
    order = supervise.ask_extension(stage.to(State.IN_HAND), days=3, by=operator_person, reason="配件未到")
    order = supervise.extend(order, by=party_supervisor)
    order = supervise.report(
        supervise.feed_back(order, text="在做", by=operator_person), text="好了", by=operator_person
    )
    advance(order, "send_back", by=party_supervisor, reason="还没有")
    outbox.drain()
    messages = {notice.entry.step: notices.words(notice) for notice in Notice.objects.select_related("entry")}
    assert set(messages) >= {"register", "assign", "ask_extension", "extend", "feedback", "report", "send_back"}
    for step, message in messages.items():
        assert "督〔2026〕1号" in message.subject or step == "propose", step
        assert order.subject in message.body, step
        assert "{" not in message.subject + message.body, step


def test_every_step_of_an_order_belongs_to_somebody():
    assert all(step.permission for step in states.steps(SupervisionOrder).values())


# --- the document ------------------------------------------------------------------------------------
def written_steps():
    page = (Path(__file__).resolve().parents[2] / "docs" / "supervision.md").read_text()
    rows = page.partition("## Every step of an order\n")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| `")]
    return {row[0].strip("`"): row for row in cells}


def test_the_document_holds_the_table_of_the_code():
    assert list(written_steps()) == list(states.steps(SupervisionOrder))
    for name, step in states.steps(SupervisionOrder).items():
        _, chinese, sources, to, who, guards, clock = written_steps()[name]
        assert set(re.findall(r"`(\w+)`", sources)) == step.sources, name
        assert to == (f"`{step.targets[0]}`" if step.targets else "stays"), name
        assert who == f"`{step.permission.__name__}`", name
        assert re.findall(r"`(\w+)`", guards) == [guard.__name__ for guard in step.guards], name
        assert chinese
        assert clock


def test_a_major_need_whose_merging_was_undone_is_followed_again(a_need, clerk, morning):
    hours = morning(MORNING)
    need = a_need(NeedState.TRIAGED, tier=Tier.MAJOR)
    outbox.drain()
    advance(need, "merge", by=clerk, into=a_need())
    outbox.drain()
    hours.shift(timedelta(hours=2))
    assert not SupervisionOrder.objects.open().filter(need=need).exists()
    advance(need, "unmerge", by=clerk)
    outbox.drain()
    assert SupervisionOrder.objects.open().get(need=need).state == State.REGISTERED
