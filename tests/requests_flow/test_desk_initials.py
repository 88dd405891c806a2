"""On the desk's list the first letters of a firm find its needs, as far as its name would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.models import Enterprise
from requests_flow.words import State
from tests.factories import EnterpriseFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DESK = "/desk/"


@pytest.fixture
def firm(park) -> Enterprise:
    return EnterpriseFactory(park=park, name="杭州平台网络科技有限公司", short_name="平台网络")


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def found(browser, typed, **more):
    return sorted(row.title for row in browser.get(DESK, {"tab": "open", "q": typed, **more}).context["page"].rows)


def test_letters_find_what_the_name_finds(browser, a_need, firm):
    a_need(title="灯坏了", enterprise=firm)
    a_need(title="电梯停了", enterprise=EnterpriseFactory())
    for typed in ("ptwl", "PTWL", "hzptwl", firm.short_name):
        assert found(browser, typed) == ["灯坏了"], typed
    assert found(browser, "ptwlxyz") == []


def test_letters_that_stand_in_a_text_find_it_too(browser, a_need, firm):
    a_need(title="灯坏了", enterprise=firm)
    a_need(title="登录不了", text="ptwl 系统登录不了")
    assert found(browser, "ptwl") == ["灯坏了", "登录不了"]
    assert found(browser, "ptwl", tier="major") == []


def test_the_protected_and_what_another_line_works_on_are_found_by_whom_the_name_finds_them(client, a_need, firm):
    a_need(State.TRIAGED, title="要保密的", enterprise=firm, is_protected=True, category="PRO")
    a_need(State.TRIAGED, title="另一条线的", enterprise=firm, category="TAX")
    for line in ("comprehensive_governance", "economic_development", "party_mass"):
        client.force_login(somebody(line, "specialist", line=line))
        assert found(client, "ptwl") == found(client, firm.short_name)


def test_what_ended_is_found_on_its_tab(browser, a_need, firm):
    a_need(State.CLOSED, title="结了的", enterprise=firm)
    assert found(browser, "ptwl") == []
    assert [row.title for row in browser.get(DESK, {"tab": "ended", "q": "ptwl"}).context["page"].rows] == ["结了的"]


def test_letters_take_one_query_more_than_words_(browser, a_need, firm):
    a_need(title="灯坏了", enterprise=firm)
    browser.get(DESK)
    counts = []
    for typed in (firm.short_name, "ptwl"):
        with CaptureQueriesContext(connection) as asked:
            found(browser, typed)
        counts.append(len(asked))
    assert counts[1] == counts[0] + 1
