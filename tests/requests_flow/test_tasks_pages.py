"""The orders of a unit: what it sees, what it never sees, and the steps it takes."""

import pytest

from enterprises.models import Unit
from enterprises.roles import Role
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow.models import Need
from requests_flow.words import State
from tests.factories import UnitFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import now, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
TASKS = "/tasks/"
MOST_QUERIES = 10


def page(need: Need, verb: str = "") -> str:
    return f"{TASKS}{need.reference}/" + (f"{verb}/" if verb else "")


@pytest.fixture
def unit(client, operator_person):
    """A browser in which the operator's person is signed in."""
    client.force_login(operator_person)
    return client


def titles(answer) -> dict[str, list[str]]:
    return {heap["name"]: [need.title for need, _ in heap["orders"]] for heap in answer.context["heaps"]}


# --- what a unit sees --------------------------------------------------------------------------------
def test_orders_stand_in_heaps_with_what_can_be_done(unit, a_need):
    a_need(State.TRANSFERRED, title="要接的")
    a_need(State.IN_PROGRESS, title="在办的")
    a_need(State.WAITING_EXTERNAL, title="等着的")
    a_need(State.RESOLVED, title="办完的")
    answer = unit.get(TASKS)
    assert titles(answer) == {"accept": ["要接的"], "hand": ["在办的"], "wait": ["等着的"]}
    assert [need.title for need in answer.context["done"]] == ["办完的"]
    assert answer.content.decode().count("/accept/") == 1


def test_an_empty_list_says_what_would_stand_there(unit):
    assert 'class="empty"' in unit.get(TASKS).content.decode()


def test_the_list_of_a_unit_does_not_ask_more_for_more_orders(unit, a_need, django_assert_max_num_queries):
    for _need in range(12):
        a_need(State.IN_PROGRESS)
    with django_assert_max_num_queries(MOST_QUERIES):
        unit.get(TASKS)


def test_a_unit_never_reads_who_reported(unit, a_need):
    need = a_need(
        State.IN_PROGRESS, text="电梯停了，联系15400001201或 office@example.com", phone="+8615400001201", name="乔晨遥"
    )
    for address in (TASKS, page(need), page(need, "ask"), page(need, "resolve")):
        text = unit.get(address).content.decode()
        for hidden in ("15400001201", "乔晨遥", "office@example.com"):
            assert hidden not in text, (address, hidden)
    assert unit.get(page(need, "contact")).status_code == 404


def test_notes_of_the_desk_stay_with_the_desk(unit, a_need, clerk, operator_person):
    need = a_need(State.IN_PROGRESS)
    advance(need, "note", by=clerk, note="运营商上次也拖了")
    advance(need, "ask_extension", by=operator_person, days=1, reason="等配件到货")
    text = unit.get(page(need)).content.decode()
    assert "运营商上次也拖了" not in text
    assert "等配件到货" in text


def test_orders_of_other_units_are_not_there(client, a_need):
    need = a_need(State.TRANSFERRED)
    client.force_login(somebody("别家", Role.OPERATOR_STAFF, unit=UnitFactory()))
    assert titles(client.get(TASKS)) == {}
    assert client.get(page(need)).status_code == 404
    assert client.post(page(need, "accept")).status_code == 404


@pytest.mark.parametrize("kind", [Unit.Kind.OPERATOR, Unit.Kind.PROPERTY])
def test_what_is_protected_stays_hidden_from_a_landlord_even_when_it_was_sent_there_by_mistake(client, a_need, kind):
    landlord = UnitFactory(kind=kind)
    need = a_need(State.TRANSFERRED, unit=landlord)
    Need.objects.filter(pk=need.pk).update(is_protected=True)
    client.force_login(somebody("程子言", Role.OPERATOR_STAFF, unit=landlord))
    assert need.title not in client.get(TASKS).content.decode()
    assert client.get(page(need)).status_code == 404
    assert client.post(page(need, "accept")).status_code == 404
    assert now(need).state == State.TRANSFERRED


def test_a_department_works_on_what_is_protected(client, a_need):
    department = UnitFactory(kind=Unit.Kind.DEPARTMENT)
    need = a_need(State.TRANSFERRED, unit=department, is_protected=True)
    client.force_login(somebody("何科", Role.DEPT_LIAISON, unit=department))
    assert client.get(page(need)).status_code == 200


def test_a_volunteer_has_no_tasks(client, volunteer, a_need):
    client.force_login(volunteer)
    assert client.get(TASKS).status_code == 404


# --- the steps of a unit -----------------------------------------------------------------------------
YES = [
    ("accept", State.TRANSFERRED, {}, State.IN_PROGRESS),
    ("return", State.TRANSFERRED, {"reason": "归物业"}, State.TRIAGED),
    ("inform", State.IN_PROGRESS, {"message": "周三上午到场"}, State.IN_PROGRESS),
    ("ask", State.IN_PROGRESS, {"question": "哪一部？"}, State.WAITING_ENTERPRISE),
    ("wait", State.IN_PROGRESS, {"waits_for": "特检院"}, State.WAITING_EXTERNAL),
    ("resume", State.WAITING_EXTERNAL, {}, State.IN_PROGRESS),
    ("ask_extension", State.IN_PROGRESS, {"days": 2, "reason": "等配件"}, State.IN_PROGRESS),
    ("resolve", State.IN_PROGRESS, {"outcome": "solved", "answer": "修好了"}, State.RESOLVED),
]


@pytest.mark.parametrize(("verb", "state", "said", "becomes"), YES)
def test_the_unit_takes_the_step(unit, operator_person, a_need, verb, state, said, becomes):
    need = a_need(state)
    assert unit.get(page(need, verb)).status_code == 200
    answer = unit.post(page(need, verb), {**said, "key": verb})
    assert answer.status_code == 302, answer.context["form"].errors
    assert now(need).state == becomes
    assert Entry.objects.about(need).order_by("-seq")[0].actor == operator_person
    assert unit.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("verb", ["accept", "return", "resume"])
def test_a_step_of_the_unit_that_is_not_open_says_so(unit, a_need, verb):
    need = a_need(State.IN_PROGRESS)
    assert unit.get(page(need, verb)).status_code == 409
    assert unit.post(page(need, verb), {"reason": "不归我们"}).status_code == 409


@pytest.mark.parametrize("verb", ["triage", "dispatch", "decline", "merge", "note", "extend", "confirm", "nonsense"])
def test_steps_of_the_desk_are_not_there_for_a_unit(unit, a_need, verb):
    need = a_need(State.IN_PROGRESS)
    assert unit.post(page(need, verb), {"reason": "x", "note": "x"}).status_code == 404


def test_more_time_is_asked_for_within_the_limit_and_with_a_reason(unit, a_need):
    need = a_need(State.IN_PROGRESS)
    assert set(unit.post(page(need, "ask_extension"), {"days": 3, "reason": "等"}).context["form"].errors) == {"days"}
    assert set(unit.post(page(need, "ask_extension"), {"days": 1}).context["form"].errors) == {"reason"}
    assert set(unit.post(page(need, "ask_extension"), {"days": 0, "reason": "等"}).context["form"].errors) == {"days"}
    assert now(need).extension_days_asked == 0


def test_the_answer_carries_pictures(unit, a_need):
    need = a_need(State.IN_PROGRESS)
    said = {"outcome": "solved", "answer": "修好了", "photo": [photo()]}
    unit.post(page(need, "resolve"), said)
    assert "<img" in unit.get(page(need)).content.decode()


def test_an_unfinished_form_brings_back_what_was_written(unit, a_need):
    need = a_need(State.IN_PROGRESS)
    answer = unit.post(page(need, "resolve"), {"answer": "换了轴承，今天9:30复运"})
    assert set(answer.context["form"].errors) == {"outcome"}
    assert "换了轴承，今天9:30复运" in answer.content.decode()
