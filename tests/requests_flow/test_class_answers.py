"""While somebody types: the class case that asks the same is offered; never to what is personal or protected."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from parkdesk.core.flow import advance
from requests_flow import classes
from requests_flow.models import ClassCase, Need
from requests_flow.views import while_typing
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
ASKED = "新能源车充电桩不够用，每天都要排队"


@pytest.fixture
def case(park, manager):
    texts = {
        "standard_answer": "地下一层东区12个充电桩对所有企业开放",
        "standard_answer_en": "The 12 chargers of level B1 are open to all companies",
    }
    sketch = classes.Sketch("PRO", "充电桩不够用怎么办", "Too few chargers", None, park, texts)
    return advance(classes.open_for(sketch, needs=[], by=manager), "publish", by=manager)


def typed(client, text=ASKED, language="zh-hans", at="", **more):
    with override(language):
        return client.post(reverse("requests_flow:answers") + at, {"text": text, **more})


def test_one_class_case_that_asks_the_same_is_offered_with_the_way_to_its_page(client, case, park):
    page = typed(client).content.decode()
    assert f'href="/classes/{case.pk}/"' in page
    assert all(said in page for said in (case.title, case.standard_answer, park.name))
    english = typed(client, "Too few chargers for electric cars", "en").content.decode()
    assert "This answers my question" in english
    assert f'href="/en/classes/{case.pk}/"' in english
    assert Need.objects.count() == 0


def test_of_several_the_one_that_fits_best_is_offered_alone(client, case, manager):
    other = classes.Sketch("PRO", "电梯老是停怎么办", "Lifts", None, None, {"standard_answer": "电梯每月检修"})
    other = advance(classes.open_for(other, needs=[], by=manager), "publish", by=manager)
    page = typed(client).content.decode()
    assert page.count("/classes/") == 1
    assert f"/classes/{other.pk}/" in typed(client, "东边电梯老是停").content.decode()


@pytest.mark.parametrize(
    "said", [{"for_whom": "personal"}, {"is_protected": "on"}, {"text": "公司拖欠工资，充电桩不够用"}]
)
def test_the_personal_the_protected_and_wages_are_offered_none(client, case, said):
    assert f"/classes/{case.pk}/" in typed(client, for_whom="enterprise").content.decode()
    assert "/classes/" not in typed(client, **({"text": ASKED} | said)).content.decode()


def test_what_is_not_public_or_about_another_matter_is_not_offered(client, case, manager):
    assert "/classes/" not in typed(client, "电子发票额度不够怎么申请").content.decode()
    advance(case, "withdraw", by=manager)
    assert "/classes/" not in typed(client).content.decode()


def test_a_class_case_of_one_park_is_not_offered_at_the_wall_of_another(client, case, place_code):
    at = f"?place={place_code.code}"
    assert "/classes/" in typed(client, at=at).content.decode()
    ClassCase.objects.update(park=ParkFactory())
    assert "/classes/" not in typed(client, at=at).content.decode()
    ClassCase.objects.update(park=None)
    assert "/classes/" in typed(client, at=at).content.decode()


def test_it_is_not_read_out_again_and_takes_few_queries(client, case, django_assert_max_num_queries):
    typed(client)
    with django_assert_max_num_queries(16):
        page = typed(client).content.decode()
    codes = page.split('name="answered" value="')[1].split('"')[0]
    assert f"/{case.pk}" in codes
    assert typed(client, answered=codes).status_code == while_typing.NOTHING_NEW
