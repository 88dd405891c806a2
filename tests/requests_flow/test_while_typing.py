"""While somebody types: services that may answer it, firms of that name; nothing of it is kept."""

import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from enterprises.models import Enterprise
from parkdesk.core.models import Tally
from requests_flow.catalogue import import_catalogue
from requests_flow.models import Service
from requests_flow.views import while_typing
from tests.factories import EnterpriseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CATALOGUE = settings.ROOT / "parkdesk" / "data" / "services.json"
WORDS = "秘密合同：我们要办高新技术企业认定，材料怎么准备"


@pytest.fixture
def services(db) -> list[Service]:
    """The catalogue; the service of whoever rents a flat for talents holds from next year on."""
    import_catalogue(CATALOGUE)
    later = Service.objects.get(code="HRT-02")
    later.terms.update(valid_from="2027-01-01")
    return [later]


def typed(client: Client, text: str, language: str = "zh-hans", **more: str):
    with override(language):
        return client.post(reverse("requests_flow:answers"), {"text": text, **more})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_at_most_three_services_are_shown_best_first(client, services, language):
    page = typed(client, WORDS, language).content.decode()
    best = Service.objects.get(code="POL-01")
    assert 1 <= page.count("/services/") <= 3
    assert (best.name_zh if language == "zh-hans" else best.name_en) in page
    assert page.index("/services/") == page.index(f"/services/{best.slug}/")
    assert WORDS not in page


def test_a_service_that_does_not_hold_yet_is_no_answer(client, services):
    (later,) = services
    assert f"/services/{later.slug}/" not in typed(client, later.name_zh).content.decode()
    later.terms.update(valid_from="2026-01-01")
    assert f"/services/{later.slug}/" in typed(client, later.name_zh).content.decode()


def test_the_same_services_are_not_read_out_again(client, services):
    page = typed(client, WORDS).content.decode()
    codes = page.split('name="answered" value="')[1].split('"')[0]
    assert typed(client, WORDS + "，请回电", answered=codes).status_code == while_typing.NOTHING_NEW


def test_where_nothing_answers_nothing_is_shown(client, services):
    assert typed(client, "zzyzx").status_code == while_typing.NOTHING_NEW
    assert "/services/" not in typed(client, "zzyzx", answered="POL-01").content.decode()


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model is not Tally}


def test_what_is_typed_is_kept_nowhere_and_written_into_no_log(client, services, caplog):
    before = rows()
    with caplog.at_level(logging.DEBUG):
        typed(client, WORDS)
        client.post(reverse("requests_flow:firms"), {"enterprise_name": "秘密公司"})
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any("秘密" in line for line in said)
    assert rows() == before
    assert not any("秘密" in one.key for one in Tally.objects.all())


@pytest.mark.parametrize("name", ["answers", "firms"])
def test_words_come_by_post_alone(client, name):
    assert client.get(reverse(f"requests_flow:{name}"), {"text": WORDS}).status_code == 405


def test_names_come_without_anything_else_and_of_the_scanned_park_alone(client, place_code, enterprise):
    Enterprise.objects.get(pk=enterprise.pk).save()
    EnterpriseFactory(name="杭州辰擎别处有限公司")
    url = f"{reverse('requests_flow:firms')}?place={place_code.code}"
    page = client.post(url, {"enterprise_name": "cq"}).content.decode()
    assert page.count("<li>") == 1
    assert enterprise.name in page
    assert not any(hidden in page for hidden in (enterprise.uscc, enterprise.room, str(enterprise.code)))


def test_nobody_leafs_through_the_directory(client, enterprise, place_code):
    client.get(reverse("requests_flow:new"))
    url = reverse("requests_flow:firms")
    for number in range(while_typing.NAMES_PER_DEVICE):
        assert client.post(url, {"enterprise_name": f"辰{number}"}).status_code == 200
    assert client.post(url, {"enterprise_name": "辰擎"}).status_code == 429
