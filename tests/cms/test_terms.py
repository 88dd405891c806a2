"""Publishing a service page lets its numbers hold; a need keeps the promise that it was given (decisions 23)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.models import ServiceIndexPage, ServicePage
from requests_flow import desk
from requests_flow.models import Need, Service, ServiceTerms
from requests_flow.terms import Numbers, keeping_their_promise, set_terms
from requests_flow.words import Category, State, Tier

pytestmark = pytest.mark.django_db


def numbers_of(service):
    return [(one.valid_from, one.promised_half_days) for one in service.terms.order_by("valid_from")]


def sort_for(need, service, by):
    sorting = desk.Sorting(category=Category.PRO, tier=Tier.SIMPLE, rule="S", service=service)
    return desk.sort(need, sorting, by=by)


def test_a_draft_changes_no_number(lift):
    lift.promised_days = 1
    lift.save_revision()
    assert numbers_of(lift.service) == [(date(2026, 1, 1), 4)]


def test_publishing_lets_the_numbers_hold_from_that_day(lift):
    lift.promised_days, lift.legal_limit_days = 1.5, 7
    lift.save_revision().publish()
    assert numbers_of(lift.service) == [(date(2026, 1, 1), 4), (date(2026, 11, 24), 3)]
    assert lift.service.terms_on(date(2026, 11, 24)).legal_limit_days == 7


def test_publishing_the_same_numbers_changes_nothing(lift):
    lift.summary = "电梯停了就说一声。"
    lift.save_revision().publish()
    assert numbers_of(lift.service) == [(date(2026, 1, 1), 4)]
    assert Service.objects.get(code="PRO-01").summary_zh == "电梯停了就说一声。"


def test_numbers_may_be_published_ahead_of_their_day(lift):
    lift.promised_days, lift.terms_from = 1, date(2026, 12, 1)
    lift.save_revision().publish()
    assert lift.service.terms_on(date(2026, 11, 30)).promised_half_days == 4
    assert lift.service.terms_on(date(2026, 12, 1)).promised_half_days == 2


def test_a_newer_decision_drops_what_was_planned(lift):
    whole = ServiceTerms.Scope.FULL
    set_terms(lift.service, Numbers(2, None, whole), valid_from=date(2026, 12, 1))
    set_terms(lift.service, Numbers(4, lift.legal_limit_days, lift.scope))
    assert numbers_of(lift.service) == [(date(2026, 1, 1), 4)]


def test_numbers_never_hold_backwards(lift):
    set_terms(lift.service, Numbers(2, None, ServiceTerms.Scope.FULL), valid_from=date(2026, 3, 1))
    assert numbers_of(lift.service) == [(date(2026, 1, 1), 4), (date(2026, 11, 24), 2)]


def test_a_need_that_runs_keeps_its_promise_when_the_number_changes(lift, a_need, clerk):
    running = sort_for(a_need(State.ACKNOWLEDGED), lift.service, clerk)
    before = running.resolve_due_at
    lift.promised_days = 0.5
    lift.save_revision().publish()
    running = Need.objects.get(pk=running.pk)
    assert (running.promised_half_days, running.resolve_due_at) == (4, before)
    later = sort_for(a_need(State.ACKNOWLEDGED), Service.objects.get(code="PRO-01"), clerk)
    assert later.promised_half_days == 1
    assert later.resolve_due_at < before
    assert keeping_their_promise(lift.service) == 2


def test_the_editor_is_told_that_running_needs_keep_their_promise(client, lift, a_need, clerk, editor):
    sort_for(a_need(State.ACKNOWLEDGED), lift.service, clerk)
    client.force_login(editor)
    html = client.get(f"/cms/pages/{lift.pk}/edit/").content.decode()
    assert "1 件在办事项仍按研判时的承诺办理" in html
    english = ServicePage.objects.get(code="PRO-01", locale__language_code="en")
    html = client.get(f"/cms/pages/{english.pk}/edit/").content.decode()
    assert "promised_days" not in html


def test_the_english_page_gives_the_service_its_english_words(lift):
    english = ServicePage.objects.get(code="PRO-01", locale__language_code="en")
    english.title, english.keywords = "Lifts", "elevator\nstuck"
    english.promised_days = 9
    english.save_revision().publish()
    service = Service.objects.get(code="PRO-01")
    assert (service.name_en, service.name_zh) == ("Lifts", lift.title)
    assert "stuck" in service.keywords
    assert lift.words[0] in service.keywords
    assert len(numbers_of(service)) == 1


def test_a_new_page_makes_its_service_when_it_is_published(pages):
    index = ServiceIndexPage.objects.get(locale__language_code="zh-hans")
    page = ServicePage(
        title="夜间班车登记", code="LIF-09", category=Category.LIF, line="public_affairs", summary="登记夜间班车。",
        promised_days=3, live=False, slug="night-bus", keywords="班车",
    )  # fmt: skip
    index.add_child(instance=page)
    assert not Service.objects.filter(code="LIF-09").exists()
    page.save_revision().publish()
    service = Service.objects.get(code="LIF-09")
    assert (service.slug, service.name_zh, service.name_en) == ("night-bus", "夜间班车登记", "夜间班车登记")
    assert service.terms.get().promised_half_days == 6


@pytest.mark.parametrize("days", ["0.3", "0", "-1"])
def test_a_promise_is_made_in_halves_of_a_working_day(lift, days):
    lift.promised_days = days
    with pytest.raises(ValidationError) as refused:
        lift.full_clean()
    assert "promised_days" in refused.value.message_dict


def test_two_pages_of_a_language_may_not_have_one_code(pages):
    other = pages["PRO-02"]
    other.code = "PRO-01"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert "code" in refused.value.message_dict
