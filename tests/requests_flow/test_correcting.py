"""One notice of everything that is missing, and the steps of a service as a checklist."""

from datetime import date

import pytest

from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import checklist, correcting, measures
from requests_flow.models import Correction, Need
from requests_flow.words import State
from tests.factories import ServiceFactory
from tests.requests_flow.conftest import link_of

pytestmark = pytest.mark.django_db
PAPERS = [
    {"zh": "公司章程", "en": "Articles of association", "is_optional": False},
    {"zh": "场地使用证明", "en": "Proof of premises", "is_optional": False},
]
STEPS = [
    {"zh": "窗口预审", "en": "Window check", "half_days": 1, "doer": "window_clerk"},
    {"zh": "核发执照", "en": "Licence issued", "half_days": 2, "doer": "department"},
]


@pytest.fixture
def served(morning, a_need):
    """A need of a service with papers and steps."""

    def make(state=State.IN_PROGRESS, **said):
        need = a_need(state, **said)
        service = ServiceFactory(materials=PAPERS, steps=STEPS)
        Need.objects.filter(pk=need.pk).update(service=service)
        return Need.objects.get(pk=need.pk)

    return make


def answered(need):
    return advance(need, "reply", by=link_of(need), answer="都补了")


# --- the notice --------------------------------------------------------------------------------------
def test_the_notice_lists_ticked_papers_and_what_was_written(client, served, manager):
    need = served()
    client.force_login(manager)
    address = f"/desk/needs/{need.reference}/correct/"
    page = client.get(address).content.decode()
    assert "公司章程" in page
    assert "场地使用证明" in page
    assert client.post(address, {"papers": ["1"], "more": "法人签字\n\n 公章 "}).status_code == 302
    found = Correction.objects.get()
    assert (found.number, found.items) == (1, ["场地使用证明", "法人签字", "公章"])
    need = Need.objects.get(pk=need.pk)
    assert need.state == State.WAITING_ENTERPRISE
    said = client.get(need.get_tracking_url()).content.decode()
    assert "1. 场地使用证明<br>2. 法人签字<br>3. 公章" in said


def test_an_english_reader_gets_the_list_in_english(client, served, manager):
    need = served(language="en")
    client.force_login(manager)
    client.post(f"/desk/needs/{need.reference}/correct/", {"papers": ["0"], "more": ""})
    assert Correction.objects.get().items == ["Articles of association"]
    assert Entry.objects.about(need).last().words["question"].startswith("Please bring")


def test_an_empty_notice_is_not_sent(client, served, manager):
    need = served()
    client.force_login(manager)
    answer = client.post(f"/desk/needs/{need.reference}/correct/", {"more": " \n "})
    assert answer.context["form"].errors["more"]
    assert not Correction.objects.exists()


def test_a_need_without_a_service_takes_lines_alone(client, morning, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    client.force_login(manager)
    assert "papers" not in client.get(f"/desk/needs/{need.reference}/correct/").context["form"].fields
    assert client.post(f"/desk/needs/{need.reference}/correct/", {"more": "合同"}).status_code == 302


def test_a_second_notice_needs_the_specialist_and_is_counted(served, clerk, specialist, manager):
    need = answered(correcting.correct(served(category="PRO"), items=["公司章程"], by=clerk))
    with pytest.raises(NotNow):
        correcting.correct(need, items=["合同"], by=clerk)
    with pytest.raises(NotYours):
        correcting.allow_correction(need, reason="漏了", by=clerk)
    need = correcting.allow_correction(need, reason="政策刚改", by=specialist)
    need = answered(correcting.correct(need, items=["合同"], by=clerk))
    with pytest.raises(NotNow):
        correcting.correct(need, items=["还有"], by=clerk)
    assert list(Correction.objects.values_list("number", "next_allowed_by")) == [(1, specialist.pk), (2, None)]
    assert measures.second_corrections(measures.Span(date(2026, 11, 1), date(2026, 11, 30))) == 1


def test_a_specialist_of_another_line_does_not_consent(served, clerk, specialist):
    need = answered(correcting.correct(served(category="TAX"), items=["公司章程"], by=clerk))
    with pytest.raises(NotYours):
        correcting.allow_correction(need, reason="漏了", by=specialist)


# --- the checklist -----------------------------------------------------------------------------------
def test_steps_are_ticked_off_with_who_and_when_and_the_reporter_watches(client, served, operator_person):
    need = served()
    client.force_login(operator_person)
    page = client.get(f"/tasks/{need.reference}/").content.decode()
    assert "窗口预审" in page
    assert f"/tasks/{need.reference}/tick/" in page
    assert client.post(f"/tasks/{need.reference}/tick/", {"position": "1"}).status_code == 302
    first, second = checklist.of(need)
    assert (first.done_by, first.done_at, second.done_at) == (operator_person, clock.now(), None)
    client.logout()
    page = client.get(need.get_tracking_url()).content.decode()
    assert "完成：窗口预审" in page
    assert "/tick/" not in page
    assert operator_person.name not in page


def test_a_step_is_ticked_once(served, operator_person):
    need = checklist.tick(served(), position=1, by=operator_person)
    for position in (1, 7):
        with pytest.raises(NotNow):
            checklist.tick(need, position=position, by=operator_person)
    checklist.tick(need, position=2, by=operator_person)
    with pytest.raises(NotNow):
        checklist.tick(need, position=2, by=operator_person)
    assert [entry.step for entry in Entry.objects.about(need)].count("tick") == 2


def test_steps_that_change_later_leave_a_checklist_that_was_begun(served, operator_person):
    need = checklist.tick(served(), position=1, by=operator_person)
    need.service.steps = STEPS[1:]
    need.service.save()
    assert [item.name_zh for item in checklist.of(need)] == ["窗口预审", "核发执照"]


def test_somebody_else_ticks_nothing(served, enterprise_person, volunteer):
    need = served()
    for one in (enterprise_person, volunteer):
        with pytest.raises(NotYours):
            checklist.tick(need, position=1, by=one)
    assert not need.checklist.exists()
