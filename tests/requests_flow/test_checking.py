"""Before a need with personal data is stored, its reporter says whether it is hidden."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from parkdesk.core import files
from requests_flow.models import Need, ReporterContact
from tests.requests_flow.test_intake_pages import key_of, picture

pytestmark = pytest.mark.django_db
TEXT = "孩子叫王小明，身份证330106201901011234\n请回电15400011201"
HIDDEN = "孩子叫王**，身份证330106********1234\n请回电154****1201"
SAID = {"text": TEXT, "room": "1205", "phone": "15400011202", "consent": "on"}


@pytest.fixture
def form_url(place_code, morning):
    def url(language="zh-hans"):
        with override(language):
            return f"{reverse('requests_flow:new')}?place={place_code.code}"

    return url


def carried(page) -> dict[str, list[str]]:
    """What the page sends on, as a browser would."""
    said: dict[str, list[str]] = {}
    for name, value in page.context["kept"]:
        said.setdefault(name, []).append(value)
    return said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("隐去个人信息", "身份证号", "儿童姓名", "手机号")),
        ("en", ("Hide personal data?", "identity card number", "name of a child", "mobile number")),
    ],
)
def test_what_was_found_is_shown_and_nothing_is_stored(client, form_url, language, words):
    page = client.post(form_url(language), SAID)
    shown = page.content.decode()
    assert page.status_code == 200
    assert all(one in shown for one in (*words, "<mark>王小明</mark>", "<mark>15400011201</mark>", "154****1201"))
    assert not Need.objects.exists()
    assert not ReporterContact.objects.exists()


@pytest.mark.parametrize(("choice", "text"), [("hide", HIDDEN), ("keep", TEXT)])
def test_it_is_stored_as_the_reporter_chooses_with_everything_else(client, form_url, choice, text):
    page = client.post(form_url(), SAID | {"photo": [picture(), picture("two.png")]})
    answer = client.post(form_url(), carried(page) | {"personal": choice})
    assert answer.status_code == 303
    need = Need.objects.get()
    assert (need.text, need.room) == (text, "1205")
    assert ReporterContact.objects.get().phone == "+8615400011202"
    assert files.of(need).count() == 2
    assert "王小明" not in need.search_text


def test_hidden_data_stands_nowhere_in_the_need(client, form_url):
    page = client.post(form_url(), SAID)
    client.post(form_url(), carried(page) | {"personal": "hide"})
    stored = str(vars(Need.objects.get()))
    assert not any(secret in stored for secret in ("王小明", "15400011201", "330106201901011234"))


def test_whoever_wants_other_words_is_back_at_the_form_with_all_of_it(client, form_url):
    page = client.post(form_url(), SAID | {"photo": [picture()]})
    again = client.post(form_url(), carried(page) | {"personal": "edit"})
    assert "王小明" in again.content.decode()
    assert 'value="1205"' in again.content.decode()
    assert len(again.context["form"].kept_pictures) == 1
    assert not Need.objects.exists()


@pytest.mark.parametrize("kind", [{"is_protected": "on"}, {"for_whom": "personal"}])
def test_a_personal_or_protected_need_is_told_what_is_at_stake(client, form_url, kind):
    discreet = "不会暴露任何人"
    assert discreet in client.post(form_url(), SAID | kind).content.decode()
    assert discreet not in client.post(form_url(), SAID).content.decode()


def test_words_without_personal_data_are_stored_at_once(client, form_url):
    assert client.post(form_url(), {"text": "3号楼1205室空调不制冷，电话0571-00001000"}).status_code == 303


def test_pressing_twice_on_the_check_makes_one_need(client, form_url):
    page = client.post(form_url(), SAID | {"key": key_of(client.get(form_url()))})
    for _ in range(2):
        assert client.post(form_url(), carried(page) | {"personal": "hide"}).status_code == 303
    assert Need.objects.count() == 1


def test_a_choice_that_there_is_not_asks_once_more(client, form_url):
    assert "<mark>" in client.post(form_url(), SAID | {"personal": "publish"}).content.decode()
    assert not Need.objects.exists()
