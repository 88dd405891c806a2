"""The catalogue's file becomes pages, once; what editors changed since stays until the row itself changes."""

import pytest
from django.core.management import call_command

from cms.catalogue import publish_all
from cms.models import ServicePage
from requests_flow.catalogue import import_catalogue
from requests_flow.models import Service
from tests.cms.conftest import CATALOGUE

pytestmark = pytest.mark.django_db


def test_every_service_has_a_page_in_both_languages():
    import_catalogue(CATALOGUE)
    assert publish_all() == 112
    for service in Service.objects.all():
        chinese, english = ServicePage.objects.filter(service=service).order_by("locale__pk")
        assert (chinese.title, english.title) == (service.name_zh, service.name_en)
        assert chinese.slug == english.slug == service.slug
        assert chinese.translation_key == english.translation_key
        assert len(chinese.steps) == len(english.steps) > 1
    assert publish_all() == 0


def test_a_second_reading_changes_nothing(load):
    assert load() == 8
    before = list(ServicePage.objects.order_by("pk").values())
    assert load() == 0
    assert list(ServicePage.objects.order_by("pk").values()) == before


def test_a_second_reading_asks_a_handful_of_questions(load, file, django_assert_max_num_queries):
    load()
    with django_assert_max_num_queries(8):
        publish_all(file())


def test_what_editors_changed_stays(load, lift):
    lift.title, lift.promised_days = "电梯报修", 5
    lift.save_revision().publish()
    load()
    lift.refresh_from_db()
    assert lift.title == Service.objects.get(code="PRO-01").name_zh == "电梯报修"
    assert lift.service.terms.latest("valid_from").promised_half_days == 10


def test_a_row_that_has_changed_is_published_anew_and_the_older_text_stays_in_the_history(load, lift):
    lift.title = "电梯报修"
    lift.save_revision().publish()
    assert load(name_zh="电梯报修与救援", promised_limit_days=1) == 2
    lift.refresh_from_db()
    assert lift.title == Service.objects.get(code="PRO-01").name_zh == "电梯报修与救援"
    assert lift.service.terms_on(lift.latest_revision.created_at.date()).promised_half_days == 2
    assert "电梯报修" in [revision.content["title"] for revision in lift.revisions.all()]


def test_a_row_that_cannot_be_read_has_no_page(load):
    assert load(window="W99") == 6
    assert not ServicePage.objects.filter(code="PRO-01").exists()


def test_the_command_brings_services_and_pages(file, capsys):
    call_command("import_services", file())
    assert Service.objects.count() == 4
    assert ServicePage.objects.live().count() == 8
    assert "8" in capsys.readouterr().out
