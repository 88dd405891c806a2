"""Mediation (调解): both sides, sittings, an agreement to sign, its days, and the 30 days for the court."""

import io
from datetime import date, timedelta

import docx
import pypdfium2
import pytest

from enterprises.roles import Role
from parkdesk.core import clock, form_sheet, outbox, ticking
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import mediating
from requests_flow.mediation_paper import record
from requests_flow.models import Mediation, MediationDuty
from requests_flow.models.mediation import confirm_until
from requests_flow.words import State
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

pytestmark = pytest.mark.django_db
AGREED_ON = date(2026, 11, 24)
POINTS = "甲方于12月10日前支付三万元\n乙方撤回投诉"


@pytest.fixture
def need(morning, a_need):
    return a_need(State.IN_PROGRESS)


@pytest.fixture
def opened(need, manager):
    return mediating.open_for(need, matter="装修噪声赔偿", applicant="甲公司", respondent="乙公司", by=manager)


@pytest.fixture
def agreed(opened, manager):
    one = mediating.hear(
        opened, held_at=clock.now(), place="社区调解室", mediators="熊思然", notes="双方各退一步", by=manager
    )
    return mediating.conclude(one, outcome="agreed", agreement=POINTS, effective_on=AGREED_ON, by=manager)


def fresh(one):
    return Mediation.objects.get(pk=one.pk)


def text(answer):
    return answer.content.decode()


def address(one, verb=""):
    return f"/desk/needs/{one.need.reference}/mediation/{one.pk}/{verb}"


def tick_at(morning, moment):
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


# --- the way -----------------------------------------------------------------------------------------
def test_from_the_need_to_a_signed_record(client, need, manager):
    client.force_login(manager)
    base = f"/desk/needs/{need.reference}/mediation/"
    assert f"{base}new/" in text(client.get(need.get_absolute_url()))
    sent = {"matter": "装修噪声赔偿", "applicant": "甲公司", "respondent": "乙公司", "key": "a"}
    assert client.post(f"{base}new/", sent).url == client.post(f"{base}new/", sent).url
    one = Mediation.objects.get()
    said = {"held_at": "2026-11-24T09:00", "place": "社区调解室", "mediators": "熊思然", "notes": "各退一步"}
    assert client.post(address(one, "hear/"), said | {"key": "b"}).status_code == 302
    ended = {"outcome": "agreed", "agreement": POINTS, "effective_on": "2026-11-24", "key": "c"}
    assert client.post(address(one, "conclude/"), ended).status_code == 302
    planned = {"what": "支付三万元", "due_on": "2026-12-10", "amount_fen": "30,000.00", "key": "d"}
    assert client.post(address(one, "plan/"), planned).status_code == 302
    assert MediationDuty.objects.get().amount_fen == 3_000_000
    assert client.post(address(one, "attach/"), {"photo": photo(), "key": "e"}).status_code == 302
    page = client.get(address(one))
    assert len(page.context["pictures"]) == 1
    for words in ("甲公司", "乙公司", "社区调解室", "乙方撤回投诉", "30,000.00"):
        assert words in text(page), words


def test_there_is_one_at_a_time(opened, need, manager):
    with pytest.raises(NotNow):
        mediating.open_for(need, matter="再来", applicant="甲", respondent="乙", by=manager)


def test_it_does_not_end_before_both_sides_sat_together(opened, manager):
    with pytest.raises(NotNow):
        mediating.conclude(opened, outcome="agreed", agreement=POINTS, effective_on=AGREED_ON, by=manager)


def test_an_agreement_has_its_points_and_its_day(client, opened, manager):
    mediating.hear(opened, held_at=clock.now(), place="调解室", mediators="熊思然", by=manager)
    client.force_login(manager)
    errors = client.post(address(opened, "conclude/"), {"outcome": "partly"}).context["form"].errors
    assert set(errors) == {"agreement", "effective_on"}
    assert client.post(address(opened, "conclude/"), {"outcome": "failed", "key": "z"}).status_code == 302
    assert (fresh(opened).state, fresh(opened).confirm_until, fresh(opened).light) == ("failed", None, None)


def test_names_stand_where_they_can_be_erased(agreed):
    for entry in Entry.objects.about(agreed):
        for kept in ("甲公司", "乙公司", "双方各退一步", "支付三万元"):
            assert kept not in entry.canonical


# --- the court ---------------------------------------------------------------------------------------
def test_both_sides_have_thirty_days_and_a_day_off_moves_the_last_one():
    assert confirm_until(date(2026, 11, 24)) == date(2026, 12, 24)
    last = confirm_until(date(2026, 11, 26))  # the 30th day is a Saturday
    assert (last, last.weekday()) == (date(2026, 12, 28), 0)


def test_a_notice_goes_out_14_7_and_3_days_before_the_limit(agreed, morning, manager):
    told = []
    for day in ("2026-12-09", "2026-12-10", "2026-12-11", "2026-12-17", "2026-12-18", "2026-12-21", "2026-12-22"):
        tick_at(morning, f"{day} 09:00")
        told.append(Entry.objects.about(agreed).filter(verb="requests_flow.mediation.remind").count())
    assert told == [0, 1, 1, 2, 2, 3, 3]
    outbox.drain()
    notices = Notice.objects.filter(entry__verb="requests_flow.mediation.remind", channel="in_app")
    assert f"person:{manager.pk}" in set(notices.values_list("recipient", flat=True))


@pytest.mark.parametrize("verb", ["apply", "waive"])
def test_no_notice_goes_out_once_it_is_settled(agreed, morning, manager, verb):
    facts = {"applied_on": AGREED_ON} if verb == "apply" else {}
    advance(agreed, verb, by=manager, **facts)
    tick_at(morning, "2026-12-21 09:00")
    assert not Entry.objects.about(agreed).filter(verb="requests_flow.mediation.remind").exists()
    assert fresh(agreed).light is None
    for again in ("apply", "waive"):
        with pytest.raises(NotNow):
            advance(fresh(agreed), again, by=manager, **({"applied_on": AGREED_ON} if again == "apply" else {}))


def test_past_the_limit_it_is_red_and_no_date_makes_it_green(client, agreed, morning, manager):
    morning("2026-12-25 09:00")
    assert fresh(agreed).light.is_overdue
    client.force_login(manager)
    form = client.post(address(agreed, "apply/"), {"applied_on": "2026-12-25"}).context["form"]
    assert form.errors["applied_on"]
    assert fresh(agreed).light.is_overdue


# --- what was promised -------------------------------------------------------------------------------
def test_what_is_done_late_stays_late(agreed, morning, manager):
    one = mediating.plan(agreed, what="支付三万元", due_on=date(2026, 12, 10), amount_fen=3_000_000, by=manager)
    duty = MediationDuty.objects.get()
    assert duty.light.colour == "green"
    morning("2026-12-11 09:00")
    assert MediationDuty.objects.get().light.is_overdue
    mediating.perform(one, duty=duty, done_on=date(2026, 12, 11), by=manager)
    assert MediationDuty.objects.get().is_late
    with pytest.raises(NotNow):
        mediating.perform(one, duty=duty, done_on=date(2026, 12, 9), by=manager)


# --- on paper ----------------------------------------------------------------------------------------
def test_the_record_says_the_same_as_pdf_and_docx(typesetter, client, agreed, manager):
    client.force_login(manager)
    paper = docx.Document(io.BytesIO(client.get(address(agreed, "record.docx")).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in paper.paragraphs), *cells])
    for words in form_sheet.words_of(record(fresh(agreed))):
        assert words in said, words
    answer = client.get(address(agreed, "record.pdf"))
    pages = pypdfium2.PdfDocument(answer.content)
    printed = "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")
    for words in ("甲公司", "乙方撤回投诉", agreed.need.reference):
        assert words in printed, words


# --- who knows of it ---------------------------------------------------------------------------------
def test_a_stranger_does_not_learn_that_there_is_one(client, agreed, volunteer, enterprise_person, operator_person):
    subdistrict = somebody("街道", Role.SUBDISTRICT)
    elsewhere = somebody("陈一", Role.SPECIALIST, line="economic_development")
    for stranger in (volunteer, enterprise_person, operator_person, subdistrict, elsewhere):
        client.force_login(stranger)
        for verb in ("", "hear/", "record.pdf", "record.docx"):
            assert client.get(address(agreed, verb)).status_code == 404, (stranger, verb)
        assert client.get(f"/desk/needs/{agreed.need.reference}/mediation/").status_code == 404
    client.logout()
    assert client.get(address(agreed)).status_code == 302
    with pytest.raises(NotYours):
        mediating.plan(agreed, what="付款", due_on=clock.today() + timedelta(days=3), by=operator_person)


def test_the_reporter_reads_nothing_of_it(client, agreed):
    page = text(client.get(agreed.need.get_tracking_url()))
    assert "装修噪声赔偿" not in page
    assert "乙公司" not in page
