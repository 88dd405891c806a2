"""Other units in one need: they help (配合), do a piece that stays ours (交办), or take it over (转办)."""

import pytest

from enterprises.models import Unit
from enterprises.roles import Role
from parkdesk.core import outbox, ticking
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import desk, parts
from requests_flow.models import Need, Part
from requests_flow.who import who_answers
from requests_flow.words import State
from tests.factories import UnitFactory
from tests.requests_flow.conftest import link_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def lift_firm(db) -> Unit:
    return UnitFactory(kind=Unit.Kind.PROPERTY, name="启明物业", contact="沈经理")


@pytest.fixture
def helper(lift_firm):
    return somebody("沈一", Role.OPERATOR_STAFF, unit=lift_firm)


@pytest.fixture
def in_hand(morning, a_need):
    return a_need(State.IN_PROGRESS)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def tick_at(morning, moment):
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


# --- helping -----------------------------------------------------------------------------------------
def test_a_unit_helps_and_the_lead_answers(in_hand, operator_person, operator_unit, lift_firm, helper):
    need = parts.ask_support(in_hand, unit=lift_firm, task="派一名电工", by=operator_person)
    part = parts.accept(Part.objects.get(), by=helper)
    part = advance(part, "report", by=helper, feedback="电工已到场换好")
    assert (part.state, part.handler, part.feedback) == ("done", helper, "电工已到场换好")
    need = fresh(need)
    assert (need.unit, need.handler) == (operator_unit, operator_person)
    assert desk.resolve(need, outcome="solved", answer="修好了", by=operator_person).state == State.RESOLVED


def test_those_who_help_do_not_answer_the_reporter(in_hand, operator_person, lift_firm, helper):
    parts.ask_support(in_hand, unit=lift_firm, task="派电工", by=operator_person)
    parts.accept(Part.objects.get(), by=helper)
    for step, facts in (("inform", {"message": "好了"}), ("resolve", {"outcome": "solved", "answer": "好了"})):
        with pytest.raises(NotYours):
            advance(fresh(in_hand), step, by=helper, **facts)


def test_what_is_answered_leaves_nothing_to_do_for_those_who_helped(in_hand, operator_person, lift_firm, helper):
    parts.ask_support(in_hand, unit=lift_firm, task="派电工", by=operator_person)
    desk.resolve(fresh(in_hand), outcome="solved", answer="修好了", by=operator_person)
    assert Part.objects.get().state == "called_off"


def test_what_is_withdrawn_calls_its_parts_off(in_hand, morning, operator_person, lift_firm, helper):
    parts.ask_support(in_hand, unit=lift_firm, task="派电工", by=operator_person)
    parts.accept(Part.objects.get(), by=helper)
    advance(fresh(in_hand), "withdraw", by=link_of(in_hand))
    tick_at(morning, "2026-11-24 09:31")
    assert Part.objects.get().state == "called_off"


def test_one_unit_has_one_open_part_and_never_its_own(in_hand, operator_person, operator_unit, lift_firm):
    parts.ask_support(in_hand, unit=lift_firm, task="派电工", by=operator_person)
    for unit in (lift_firm, operator_unit):
        with pytest.raises(NotNow):
            parts.hand_down(in_hand, unit=unit, task="再派一名", by=operator_person)
    assert Part.objects.count() == 1


# --- handing down keeps the duty, passing on moves it ------------------------------------------------
def test_handing_down_keeps_the_duty_with_the_first_unit(in_hand, clerk, operator_unit, lift_firm, helper):
    parts.hand_down(in_hand, unit=lift_firm, task="换灯", by=clerk)
    parts.accept(Part.objects.get(), by=helper)
    assert fresh(in_hand).unit == operator_unit
    assert Part.objects.get().state == "accepted"


def test_passing_on_moves_the_duty_once_the_other_unit_accepts(in_hand, clerk, operator_unit, lift_firm, helper):
    parts.transfer(in_hand, unit=lift_firm, task="电梯归你们", by=clerk)
    assert who_answers(fresh(in_hand)).unit == operator_unit.name
    part = parts.accept(Part.objects.get(), by=helper)
    need = fresh(in_hand)
    assert (need.unit, need.handler, need.state, part.state) == (lift_firm, helper, State.IN_PROGRESS, "done")
    assert need.first_contact == clerk
    assert who_answers(need).unit == "启明物业"
    assert [entry.step for entry in Entry.objects.about(need)][-2:] == ["transfer", "take_over"]


def test_passing_on_does_not_move_the_promised_day(in_hand, clerk, lift_firm, helper):
    before = in_hand.resolve_due_at
    parts.transfer(in_hand, unit=lift_firm, task="归你们", by=clerk)
    parts.accept(Part.objects.get(), by=helper)
    assert fresh(in_hand).resolve_due_at == before


def test_what_nobody_accepts_within_half_a_working_day_stays(in_hand, morning, clerk, operator_unit, lift_firm, helper):
    parts.transfer(in_hand, unit=lift_firm, task="归你们", by=clerk)
    tick_at(morning, "2026-11-24 17:29")
    assert Part.objects.get().state == "offered"
    tick_at(morning, "2026-11-24 17:30")
    part = Part.objects.get()
    assert (part.state, fresh(in_hand).unit) == ("returned", operator_unit)
    with pytest.raises(NotNow):
        parts.accept(part, by=helper)


def test_it_is_offered_to_one_unit_at_a_time(in_hand, clerk, lift_firm):
    parts.transfer(in_hand, unit=lift_firm, task="归你们", by=clerk)
    with pytest.raises(NotNow):
        parts.transfer(in_hand, unit=UnitFactory(), task="归你们", by=clerk)


def test_somebody_else_neither_gives_nor_takes(in_hand, clerk, helper, volunteer, enterprise_person, lift_firm):
    for one in (helper, volunteer, enterprise_person):
        with pytest.raises(NotYours):
            parts.transfer(in_hand, unit=lift_firm, task="归你们", by=one)
    parts.transfer(in_hand, unit=lift_firm, task="归你们", by=clerk)
    for one in (clerk, volunteer):
        with pytest.raises(NotYours):
            parts.accept(Part.objects.get(), by=one)


# --- what is protected -------------------------------------------------------------------------------
def test_a_landlord_gets_no_part_of_what_is_protected_from_them(client, morning, a_need, clerk, lift_firm, helper):
    need = a_need(State.TRIAGED, is_protected=True)
    line = UnitFactory(kind=Unit.Kind.SPECIALIST_LINE)
    worker = somebody("王一", Role.SPECIALIST, unit=line, line="comprehensive_governance")
    need = desk.accept(advance(need, "dispatch", by=clerk, unit=line), by=worker)
    with pytest.raises(NotYours):
        parts.ask_support(need, unit=lift_firm, task="派电工", by=clerk)
    assert not Part.objects.exists()
    client.force_login(clerk)
    page = client.get(f"/desk/needs/{need.reference}/ask_support/").content.decode()
    assert "启明物业" not in page


# --- the pages ---------------------------------------------------------------------------------------
def test_a_part_is_given_taken_and_reported_on_its_pages(client, in_hand, operator_person, lift_firm, helper):
    client.force_login(operator_person)
    address = f"/tasks/{in_hand.reference}/ask_support/"
    assert client.post(address, {"unit": lift_firm.pk, "task": "派一名电工"}).status_code == 302
    assert "启明物业" in client.get(f"/tasks/{in_hand.reference}/").content.decode()
    part = Part.objects.get()
    client.force_login(helper)
    assert in_hand.title in client.get("/tasks/").content.decode()
    home = f"/tasks/parts/{part.pk}/"
    assert "派一名电工" in client.get(home).content.decode()
    assert client.post(f"{home}accept/").status_code == 302
    assert client.post(f"{home}report/", {"feedback": ""}).context["form"].errors["feedback"]
    assert client.post(f"{home}report/", {"feedback": "换好了"}).status_code == 302
    assert client.post(f"{home}report/", {"feedback": "再报一次"}).status_code == 409
    outbox.drain()
    told = Notice.objects.filter(entry__verb="requests_flow.part.report").values_list("recipient", flat=True)
    assert f"person:{operator_person.pk}" in told


def test_a_unit_that_was_not_asked_finds_no_part(
    client, in_hand, operator_person, lift_firm, helper, enterprise_person
):
    parts.ask_support(in_hand, unit=lift_firm, task="派电工", by=operator_person)
    part = Part.objects.get()
    other = somebody("何一", Role.OPERATOR_STAFF, unit=UnitFactory())
    for one in (other, enterprise_person):
        client.force_login(one)
        assert client.get(f"/tasks/parts/{part.pk}/").status_code == 404
        assert client.post(f"/tasks/parts/{part.pk}/accept/").status_code == 404
    client.force_login(helper)
    assert client.get(f"/tasks/{in_hand.reference}/").status_code == 404
    assert client.get(f"/tasks/parts/{part.pk}/nonsense/").status_code == 404


def test_the_reporter_reads_who_does_it_and_not_who_was_asked(client, in_hand, clerk, lift_firm, helper):
    parts.transfer(in_hand, unit=lift_firm, task="电梯归你们", by=clerk)
    assert "启明物业" not in client.get(in_hand.get_tracking_url()).content.decode()
    parts.accept(Part.objects.get(), by=helper)
    page = client.get(in_hand.get_tracking_url()).content.decode()
    assert "启明物业" in page
    assert "电梯归你们" not in page


def test_the_task_stands_among_the_words_that_can_be_erased(in_hand, clerk, lift_firm):
    parts.transfer(in_hand, unit=lift_firm, task="归你们", by=clerk)
    for thing in (Need.objects.get(pk=in_hand.pk), Part.objects.get()):
        entry = Entry.objects.about(thing).last()
        assert "归你们" not in str(entry.facts)
        assert entry.words["task"] == "归你们"
