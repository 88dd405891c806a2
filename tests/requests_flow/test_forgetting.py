"""Names beside old confirmations and visits are forgotten; that it was confirmed stays."""

from datetime import timedelta

import pytest

from enterprises.roles import Role
from parkdesk.core import clock, ticking, trail
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow import forgetting, visiting
from requests_flow.models import CircularCopy, Visit
from requests_flow.visit_sheet import _confirmed
from requests_flow.visiting import Call
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_notices_to_firms import copy_of, draft, firms, sent  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def copy(sent, firms):  # noqa: F811
    one = copy_of(sent, firms[1])
    return advance(one, "confirm", by=one.holder, name="乔晨遥")


@pytest.fixture
def visit(enterprise, park):
    walker = somebody("夏知行", Role.PARK_LEADER, park=park)
    call = Call(enterprise, clock.today(), met_name="乔女士", companion="于南星", signed_by="乔女士")
    return visiting.log(call, by=walker)[0]


def forget(days_from_now=1):
    """How many copies and visits lost their names."""
    before = clock.now() + timedelta(days=days_from_now)
    copies, visits = list(forgetting.confirmed_before(before)), list(forgetting.visited_before(before))
    for one in copies:
        forgetting.forget_who_confirmed(one)
    for one in visits:
        forgetting.forget_who_was_met(one)
    return len(copies), len(visits)


def test_who_confirmed_a_notice_is_forgotten_and_that_it_was_confirmed_stays(copy):
    assert forget() == (1, 0)
    copy = CircularCopy.objects.get(pk=copy.pk)
    assert (copy.state, copy.confirmed_by, copy.confirmed_at is None) == ("confirmed", "", False)
    entries = Entry.objects.about(copy)
    assert "乔晨遥" not in str([(one.words if hasattr(one, "text") else "", one.canonical) for one in entries])
    assert {one.kind for one in trail.verify(entries)} == {"erased"}


def test_who_signed_and_was_met_on_a_visit_is_forgotten_and_that_it_was_signed_stays(visit):
    assert "乔女士" in _confirmed(visit)
    assert forget() == (0, 1)
    visit = Visit.objects.get(pk=visit.pk)
    assert (visit.met_name, visit.companion, visit.signed_by) == ("", "", forgetting.FORGOTTEN)
    assert _confirmed(visit) == "对方已签名（姓名已到期删除）"


def test_what_is_younger_keeps_its_names(copy, visit):
    assert forget(days_from_now=-1) == (0, 0)
    assert CircularCopy.objects.get(pk=copy.pk).confirmed_by == "乔晨遥"
    assert Visit.objects.get(pk=visit.pk).signed_by == "乔女士"


def test_a_second_time_finds_nothing(copy, visit):
    assert forget() == (1, 1)
    assert forget() == (0, 0)


def test_the_clock_forgets_them_after_24_months_and_no_sooner(copy, visit, morning):
    morning("2028-11-20 09:30")
    assert [one for one in ticking.run_all() if one.error] == []
    assert (fresh(copy).confirmed_by, fresh(visit).met_name) == ("乔晨遥", "乔女士")
    morning("2028-11-28 09:30")
    assert [one for one in ticking.run_all() if one.error] == []
    assert (fresh(copy).confirmed_by, fresh(visit).met_name) == ("", "")


def fresh(one):
    return type(one).objects.get(pk=one.pk)
