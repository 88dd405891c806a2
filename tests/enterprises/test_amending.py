"""A firm corrects its data: what it knows best at once, official fields after the desk's look."""

import pytest
from django.urls import reverse

from enterprises import amending
from enterprises.models import Amendment, Contact, DataCheck
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, EntryText
from tests.factories import AppointmentFactory, ContactFactory, EnterpriseFactory, MembershipFactory, invented_uscc

State = Amendment.State


@pytest.fixture
def firm(db):
    return EnterpriseFactory(name="杭州辰擎信息技术有限公司", employees=12)


@pytest.fixture
def keeper(firm):
    return MembershipFactory(enterprise=firm, is_admin=True).person


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


def said(client, firm, **changed):
    """What the form holds, with some fields changed."""
    page = client.get(reverse("enterprises:correct", args=[firm.pk]))
    initial = {name: value if value is not None else "" for name, value in page.context["form"].initial.items()}
    return client.post(reverse("enterprises:correct", args=[firm.pk]), initial | changed)


def test_what_the_firm_knows_best_counts_at_once_and_its_history_is_seen(client, firm, keeper):
    client.force_login(keeper)
    assert said(client, firm, employees=40, short_name="辰擎").status_code == 302
    firm.refresh_from_db()
    assert (firm.employees, firm.short_name) == (40, "辰擎")
    page = client.get(reverse("enterprises:history", args=[firm.pk])).content.decode()
    assert "12" in page
    assert "40" in page


def test_an_official_field_waits_for_the_desk(client, firm, keeper, clerk):
    client.force_login(keeper)
    assert said(client, firm, name="杭州辰擎科技有限公司", reason="新执照").status_code == 302
    firm.refresh_from_db()
    assert firm.name == "杭州辰擎信息技术有限公司"
    one = Amendment.objects.get()
    assert one.state == State.PROPOSED
    client.force_login(clerk)
    assert "杭州辰擎科技有限公司" in client.get(reverse("enterprises:amendments")).content.decode()
    assert client.post(reverse("enterprises:amendment_step", args=[one.pk, "approve"]), {}).status_code == 302
    firm.refresh_from_db()
    assert firm.name == "杭州辰擎科技有限公司"
    assert type(firm).objects.filter(search_text__finds="辰擎科技").exists()


def test_a_refused_proposal_changes_nothing_and_has_a_reason(firm, keeper, clerk):
    [one] = amending.correct(firm, {"name": "别的名字有限公司"}, by=keeper)
    one = advance(one, "refuse", by=clerk, reason="执照上不是这个名字")
    firm.refresh_from_db()
    assert (one.state, one.answer, firm.name) == (State.REFUSED, "执照上不是这个名字", "杭州辰擎信息技术有限公司")


def test_nobody_of_the_firm_approves_and_nobody_else_corrects(firm, keeper, clerk):
    [one] = amending.correct(firm, {"name": "别的名字有限公司"}, by=keeper)
    with pytest.raises(NotYours):
        amending.approve(one, by=keeper)
    MembershipFactory(enterprise=firm, person=clerk)
    with pytest.raises(NotYours):
        amending.approve(one, by=type(clerk).objects.get(pk=clerk.pk))
    for stranger in (MembershipFactory(is_admin=True).person, MembershipFactory(enterprise=firm).person):
        with pytest.raises(NotYours):
            amending.correct(firm, {"employees": 1}, by=stranger)


def test_what_changed_since_it_was_proposed_is_not_overwritten(firm, keeper, clerk):
    [one] = amending.correct(firm, {"name": "甲有限公司"}, by=keeper)
    amending.correct(firm, {"name": "乙有限公司"}, by=clerk)
    with pytest.raises(NotNow):
        amending.approve(one, by=clerk)
    firm.refresh_from_db()
    assert firm.name == "乙有限公司"


def test_one_proposal_for_a_field_at_a_time(firm, keeper):
    amending.correct(firm, {"name": "甲有限公司"}, by=keeper)
    with pytest.raises(NotNow):
        amending.correct(firm, {"name": "乙有限公司"}, by=keeper)


def test_a_wrong_or_taken_credit_code_is_refused_at_the_form(client, firm, keeper):
    taken = EnterpriseFactory(uscc=invented_uscc(77))
    client.force_login(keeper)
    for code in (taken.uscc, firm.uscc[:-1] + ("0" if firm.uscc[-1] != "0" else "1")):
        assert said(client, firm, uscc=code).status_code == 200
    assert not Amendment.objects.exists()


def test_moving_out_is_no_word_in_a_form(client, firm, clerk):
    client.force_login(clerk)
    assert said(client, firm, status="moved_out").status_code == 200


def test_fields_that_the_form_does_not_have_change_nothing(client, firm, keeper):
    other = EnterpriseFactory()
    client.force_login(keeper)
    said(client, firm, park=other.park_id, code="E99999", confirmed_on="2020-01-01", pk=other.pk)
    before = firm.park_id, firm.code
    firm.refresh_from_db()
    assert (firm.park_id, firm.code, firm.confirmed_on) == (*before, None)


def test_the_contact_changes_without_a_trace_of_what_it_said(client, firm, keeper):
    ContactFactory(enterprise=firm, mobile="+8615400001111")
    client.force_login(keeper)
    url = reverse("enterprises:correct_contact", args=[firm.pk])
    facts = {"name": "苏晚晴", "mobile": "154 0000 2222", "landline": "", "email": ""}
    assert client.post(url, facts).status_code == 302
    assert Contact.objects.get().mobile == "+8615400002222"
    one = Amendment.objects.get()
    assert (one.field, one.old, one.new) == ("contact", "", "")
    kept = "".join(map(str, Entry.objects.values_list("canonical", flat=True))) + "".join(
        map(str, EntryText.objects.values_list("words", flat=True))
    )
    assert "1540000" not in kept


def test_the_desk_corrects_a_contact_without_reading_it(client, firm, clerk):
    """A look needs a reason that is written down (quality 18); a correction does not need the look."""
    ContactFactory(enterprise=firm, name="苏晚晴", mobile="+8615400001111", landline="", email="su@example.com")
    client.force_login(clerk)
    url = reverse("enterprises:correct_contact", args=[firm.pk])
    page = client.get(url).content.decode()
    assert "154****1111" in page
    assert not [one for one in ("15400001111", "苏晚晴", "su@example.com") if one in page]
    assert client.post(url, {"name": "", "mobile": "154", "landline": "", "email": ""}).status_code == 200
    facts = {"name": "", "mobile": "154 0000 2222", "landline": "", "email": ""}
    assert client.post(url, facts).status_code == 302
    kept = Contact.objects.get()
    assert (kept.name, kept.mobile, kept.email) == ("苏晚晴", "+8615400002222", "su@example.com")


def test_a_contact_keeps_one_way_to_be_reached(client, firm, keeper):
    client.force_login(keeper)
    url = reverse("enterprises:correct_contact", args=[firm.pk])
    assert client.post(url, {"name": "甲", "mobile": "", "landline": "", "email": ""}).status_code == 200


# --- is it still right? ------------------------------------------------------------------------------
def test_one_tap_behind_the_link_confirms_the_data(client, firm, clerk):
    check = amending.ask_to_confirm(firm, by=clerk)
    assert firm.name in client.get(check.get_link()).content.decode()
    firm.refresh_from_db()
    assert firm.confirmed_on is None  # a look confirms nothing
    assert client.post(check.get_link(), {"said": ""}).status_code == 303
    firm.refresh_from_db()
    assert firm.confirmed_on == clock.today()


def test_what_changed_is_said_to_the_desk_and_confirms_nothing(client, firm, clerk):
    check = amending.ask_to_confirm(firm, by=clerk)
    client.post(check.get_link(), {"said": "已搬到 9 楼"})
    firm.refresh_from_db()
    assert (DataCheck.objects.get().state, firm.confirmed_on) == ("wrong", None)
    client.force_login(clerk)
    assert "已搬到 9 楼" in client.get(reverse("enterprises:quality")).content.decode()


def test_a_forged_link_opens_nothing(client, firm, clerk):
    check = amending.ask_to_confirm(firm, by=clerk)
    assert client.get(reverse("enterprises:check", args=[check.token[:-1] + "x"])).status_code == 404
    with pytest.raises(NotNow):
        amending.ask_to_confirm(firm, by=clerk)


def test_the_administrator_confirms_on_the_firms_own_page(client, firm, keeper, clerk):
    check = amending.ask_to_confirm(firm, by=clerk)
    client.force_login(keeper)
    assert check.get_link() in client.get(reverse("company")).content.decode()
    assert client.post(reverse("enterprises:confirm_data", args=[firm.pk])).status_code == 302
    assert DataCheck.objects.get().state == "right"
