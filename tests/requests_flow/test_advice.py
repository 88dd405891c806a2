"""The suggestion on the need's page: with reasons and version, and nothing that this person may not read."""

import pytest

from requests_flow import tiers
from requests_flow.suggesting import Advice, advise
from requests_flow.words import Category, State
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db
LIFT = "3号楼东侧客梯停了，大堂排长队"


def page(need):
    return f"/desk/needs/{need.reference}/"


@pytest.fixture
def other(morning, a_need):
    """The same lift, reported by another firm an hour before."""
    one = a_need(State.ACKNOWLEDGED, enterprise=EnterpriseFactory(), title="客梯停了", text="3号楼客梯停了，没法上楼")
    morning("2026-11-24 10:30")
    return one


def test_the_page_names_relation_reason_and_model(client, a_need, manager, other):
    need = a_need(State.ACKNOWLEDGED, enterprise=EnterpriseFactory(), title="客梯停了", text=LIFT)
    client.force_login(manager)
    text = client.get(page(need)).content.decode()
    assert f"是否同一事件？ {other.reference}" in text
    assert "客梯" in text
    assert "使用随附模型" in text
    assert f"merge/?into={other.reference}" not in text


def test_the_same_firm_again_may_be_merged(client, a_need, manager, enterprise, morning):
    first = a_need(State.ACKNOWLEDGED, enterprise=enterprise, title="客梯停了", text=LIFT)
    again = a_need(State.ACKNOWLEDGED, enterprise=enterprise, title="客梯又停了", text=LIFT)
    client.force_login(manager)
    text = client.get(page(again)).content.decode()
    assert f"是否重复提交？ {first.reference}" in text
    assert f"merge/?into={first.reference}" in text


@pytest.mark.parametrize("private", [{"is_protected": True}, {"is_personal": True}])
def test_what_is_protected_or_personal_is_related_to_nothing(a_need, manager, morning, private):
    hidden = a_need(State.ACKNOWLEDGED, title="客梯停了", text=LIFT, **private)
    open_one = a_need(State.ACKNOWLEDGED, title="客梯停了", text=LIFT + "，急")
    assert advise(open_one, by=manager).related == []
    assert advise(hidden, by=manager).related == []


def test_a_specialist_is_shown_no_need_of_another_line(a_need, manager, specialist, morning):
    a_need(State.TRIAGED, category=Category.LIF, title="客梯停了", text=LIFT)
    need = a_need(State.ACKNOWLEDGED, title="客梯停了", text=LIFT + "，急")
    assert advise(need, by=manager).related
    assert advise(need, by=specialist).related == []


def test_what_was_only_learned_is_adopted_as_ones_own_judgement():
    advice = Advice(tier=tiers.LEARNED, category=None, services=[], related=[], version="packaged")
    assert advice.fields == {"tier": "complex", "rule": "P"}


def test_the_advice_is_the_same_when_asked_again_and_asks_little(a_need, manager, other, django_assert_max_num_queries):
    need = a_need(State.ACKNOWLEDGED, title="客梯停了", text=LIFT)
    first = advise(need, by=manager)
    with django_assert_max_num_queries(5):
        assert advise(need, by=manager) == first
