"""A service page says who, what, how long and by when; the catalogue finds it."""

import json
import re
from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from cms.models import ServicePage
from requests_flow.models import ServiceTerms
from requests_flow.words import Category

pytestmark = pytest.mark.django_db


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def codes_of(client, address):
    """The services that the catalogue shows there."""
    shown = client.get(address).context
    return {row.code for shelf in shown["shelves"] for row in shelf.rows} | {row.code for row in shown["hits"]}


def test_a_service_page_says_when_it_will_be_done_and_how_to_start(client, lift):
    text = text_of(client, lift.address)
    assert '<time datetime="2026-11-26">11月26日' in text
    assert "/needs/new/?service=PRO-01" in text
    assert "轿厢内贴牌" in text
    assert "6 号窗" in text
    assert "停电报修与用电增容申请" in text


def test_the_start_button_opens_the_form_with_the_service_filled_in(client, lift):
    assert lift.title in text_of(client, "/needs/new/?service=PRO-01")


def test_a_promise_for_the_desks_part_says_so_and_names_the_statutory_limit(client, lift):
    ServiceTerms.objects.filter(service=lift.service).update(scope=ServiceTerms.Scope.DESK_PART, legal_limit_days=20)
    text = text_of(client, lift.address)
    assert "社区环节最晚办完" in text
    assert "20 个工作日" in text


def test_machines_read_the_service_as_a_government_service(client, lift):
    lift.summary = "</script><script>alert(1)</script>"
    lift.save()
    html = client.get(lift.address).content.decode()
    assert "<script>alert" not in html
    said = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.S)[1])
    assert said["@type"] == "GovernmentService"
    assert said["identifier"] == "PRO-01"
    assert said["description"] == lift.summary
    assert said["availableChannel"]["serviceUrl"].endswith("/needs/new/?service=PRO-01")


def test_the_english_page_stands_under_en(client, lift):
    text = text_of(client, "/en" + lift.address)
    assert "Lift fault repair" in text
    assert "26 Nov" in text


def test_a_page_without_english_is_shown_in_chinese_with_a_notice(client, lift):
    ServicePage.objects.get(code="PRO-01", locale__language_code="en").unpublish()
    text = text_of(client, "/en" + lift.address)
    assert "has not been put into English yet" in text
    assert lift.title in text
    assert 'lang="zh-hans"' in text
    assert lift.title in text_of(client, "/en/services/")
    assert client.get("/en/services/no-such-service/").status_code == 404


@pytest.mark.parametrize("before", ["", "/en"])
def test_an_anonymous_reader_costs_the_page_its_terms_and_its_neighbours(
    client, lift, django_assert_num_queries, before
):
    address = before + lift.address
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)


def test_a_page_that_somebody_set_private_in_the_database_is_as_public_as_all(client, lift):
    assert not lift.private_page_options
    PageViewRestriction.objects.create(page=lift.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(lift.address).status_code == 200
    assert client.get("/services/").status_code == 200


def test_a_page_that_is_taken_off_the_site_is_gone_from_its_address(client, lift):
    lift.unpublish()
    assert client.get(lift.address).status_code == 404


def test_the_catalogue_stands_by_category_with_the_days_that_hold(client, pages):
    text = text_of(client, "/services/")
    assert "4 项服务" in text
    assert text.index("税务与跨境税务") < text.index("物业与设施")
    assert all(page.address in text for page in pages.values())
    assert "14 个工作日" in text


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?category=PRO", {"PRO-01", "PRO-02"}),
        ("?category=NONE", {"PRO-01", "PRO-02", "TAX-03", "HRT-02"}),
        ("?for=crossborder", {"PRO-01", "PRO-02", "TAX-03"}),
        ("?q=電梯", {"PRO-01"}),
        ("?q=停电&category=TAX", set()),
        ("?q=zzzz", set()),
    ],
)
def test_the_catalogue_narrows_by_category_by_kind_of_enterprise_and_by_words(client, pages, query, codes):
    text = text_of(client, f"/services/{query}")
    assert {code for code, page in pages.items() if page.address in text} == codes
    assert ("/needs/new/" in text) if not codes else True


def test_the_catalogue_asks_the_same_number_of_questions_for_any_number_of_services(
    client, pages, django_assert_max_num_queries
):
    client.get("/services/")
    with django_assert_max_num_queries(10):
        client.get("/services/")


def test_a_service_that_changes_its_category_changes_it_in_both_languages(client, lift, pages):
    english = ServicePage.objects.get(code="PRO-01", locale__language_code="en")
    draft = english.save_revision()
    lift.category = Category.TAX
    lift.save_revision().publish()
    for _ in range(2):
        assert "PRO-01" in codes_of(client, "/en/services/?category=TAX")
        assert "PRO-01" not in codes_of(client, "/en/services/?category=PRO")
        draft.publish()  # written while it stood elsewhere


def test_a_word_of_one_language_finds_the_page_of_the_other_at_once(client, lift):
    lift.keywords = "升降机趴窝"
    lift.save_revision().publish()
    assert codes_of(client, "/en/services/?q=升降机趴窝") == {"PRO-01"}
    english = ServicePage.objects.get(code="PRO-01", locale__language_code="en")
    english.keywords = "paternoster"
    english.save_revision().publish()
    assert codes_of(client, "/services/?q=paternoster") == {"PRO-01"}


def test_an_empty_catalogue_leads_to_the_desk(client, db):
    assert "服务目录正在整理" in text_of(client, "/services/")


def test_what_will_hold_later_is_announced(client, lift):
    ServiceTerms.objects.create(
        service=lift.service, valid_from=date(2026, 12, 1), promised_half_days=6, scope=ServiceTerms.Scope.FULL
    )
    text = text_of(client, lift.address)
    assert "11月26日" in text
    assert "12月1日 周二起改为 3 个工作日" in text
