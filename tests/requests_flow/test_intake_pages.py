"""From the code on the wall to the number, through the addresses that people use."""

import io
import re

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from enterprises.models import PlaceCode
from parkdesk.core import clock, files
from parkdesk.core.models import Attachment
from requests_flow.forms.intake import TEXT_AT_MOST
from requests_flow.models import Need, ReporterContact
from requests_flow.words import Channel, State
from tests.factories import MembershipFactory
from tests.requests_flow.conftest import TEXT

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.fixture
def form_url(place_code, morning) -> str:
    return f"{reverse('requests_flow:new')}?place={place_code.code}"


def picture(name: str = "lift.png") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def key_of(page) -> str:
    return page.context["form"]["key"].value()


def errors_of(page) -> str:
    """The error summary of a page."""
    return re.search(r'<section class="errors".*?</section>', page.content.decode(), re.S)[0]


# --- the page ----------------------------------------------------------------------------------------
def test_a_scanned_place_stands_above_the_form_and_the_emergency_numbers_above_both(client, form_url):
    page = client.get(form_url).content.decode()
    assert (
        page.index("tel:119") < page.index('<h1><span lang="zh-Hans">启明里国际中心 3号楼') < page.index('name="text"')
    )
    assert 'name="where"' not in page


def test_an_unknown_code_still_leads_to_a_form_with_a_list_of_places(client, park, building, morning):
    page = client.get(reverse("requests_flow:new") + "?place=NOSUCH7")
    assert page.status_code == 200
    assert f'<option value="b:{building.code}">' in page.content.decode()


def test_a_code_that_was_taken_down_while_the_form_lay_open_still_names_its_place(client, form_url, place_code):
    PlaceCode.objects.update(revoked_at=clock.now())
    client.post(form_url, {"text": TEXT})
    assert Need.objects.get().building == place_code.building


def test_nothing_in_the_address_ticks_a_box_beforehand(client, form_url):
    page = client.get(f"{form_url}&consent=on&is_protected=on&for_whom=personal").content.decode()
    assert "checked" not in page


# --- one sentence is enough --------------------------------------------------------------------------
def test_one_sentence_is_enough(client, form_url, place_code):
    answer = client.post(form_url, {"text": TEXT})
    need = Need.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("requests_flow:received", args=[need.token])
    assert (need.state, need.channel, need.place_code, need.language) == (
        State.SUBMITTED, Channel.QR, place_code, "zh-hans",
    )  # fmt: skip
    assert not ReporterContact.objects.exists()


def test_a_place_is_chosen_from_the_list_without_a_code(client, building, morning):
    client.post(reverse("requests_flow:new"), {"text": TEXT, "where": f"b:{building.code}"})
    need = Need.objects.get()
    assert (need.park, need.building, need.channel) == (building.park, building, Channel.WEB)


def test_a_place_that_is_not_in_the_list_is_refused_and_the_words_stay(client, morning):
    page = client.post(reverse("requests_flow:new"), {"text": TEXT, "where": "p:P99"})
    assert "#id_where" in errors_of(page)
    assert TEXT in page.content.decode()


def test_no_words_are_refused_with_a_link_to_the_field_and_everything_else_stays(client, form_url):
    page = client.post(form_url, {"text": " ", "room": "1205", "phone": "15400011201", "consent": "on"})
    assert "#id_text" in errors_of(page)
    assert 'value="1205"' in page.content.decode()
    assert 'value="15400011201"' in page.content.decode()
    assert not Need.objects.exists()


def test_a_text_that_is_too_long_is_kept_whole_and_the_page_says_by_how_much(client, form_url):
    text = "停" * (TEXT_AT_MOST + 7)
    page = client.post(form_url, {"text": text})
    assert "7" in errors_of(page)
    assert text in page.content.decode()
    assert not Need.objects.exists()


def test_more_than_the_form_asks_for_changes_nothing(client, form_url, leader):
    client.post(form_url, {"text": TEXT, "state": "closed", "tier": "major", "owner": leader.pk, "reporter": leader.pk})
    need = Need.objects.get()
    assert (need.state, need.tier, need.owner, need.reporter) == (State.SUBMITTED, "", None, None)


# --- contact and consent -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["15400011201", "１５４０００１１２０１", "154 0001 1201", "+86-154-0001-1201", "008615400011201"]
)
def test_a_phone_number_is_understood_in_any_spelling(client, form_url, typed):
    client.post(form_url, {"text": TEXT, "phone": typed, "consent": "on"})
    contact = ReporterContact.objects.get()
    assert contact.phone == "+8615400011201"
    assert contact.consent_version


@pytest.mark.parametrize("typed", ["1540001120", "154000112011", "25400011201", "0571-00001000", "abc", "²²²²²²²²²²²"])
def test_what_is_no_mobile_number_is_refused_with_what_is_wrong(client, form_url, typed):
    page = client.post(form_url, {"text": TEXT, "phone": typed, "consent": "on"})
    assert "#id_phone" in errors_of(page)
    assert not Need.objects.exists()


def test_a_contact_needs_consent_and_the_page_says_why(client, form_url):
    page = client.post(form_url, {"text": TEXT, "email": "lin@example.com"})
    assert "#id_consent" in errors_of(page)
    assert not Need.objects.exists()
    client.post(form_url, {"text": TEXT, "email": "lin＠example。com", "consent": "on"})
    assert ReporterContact.objects.get().email == "lin@example.com"


def test_a_reporter_can_be_kept_from_operator_and_property_firm(client, form_url):
    client.post(form_url, {"text": TEXT, "is_protected": "on"})
    assert Need.objects.get().is_protected


# --- photos ------------------------------------------------------------------------------------------
def test_photos_survive_an_error_and_belong_to_the_need_in_the_end(client, form_url):
    page = client.post(form_url, {"text": "", "photo": [picture(), picture("two.png")], "consent": "on"})
    kept = [one["key"] for one in page.context["form"].kept_pictures]
    assert len(kept) == 2
    assert page.content.decode().count("data-kept>") == 2
    client.post(form_url, {"text": TEXT, "pictures": kept[:1], "consent": "on"})
    need = Need.objects.get()
    assert [str(one.key) for one in files.of(need)] == kept[:1]


def test_a_refused_picture_is_named_and_the_others_are_kept(client, form_url):
    bad = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 nothing to see", "application/pdf")
    page = client.post(form_url, {"text": TEXT, "photo": [picture(), bad], "consent": "on"})
    assert "plan.pdf" in errors_of(page)
    assert len(page.context["form"].kept_pictures) == 1
    assert not Need.objects.exists()


def test_photos_of_others_cannot_be_taken_along(client, form_url, a_need):
    other = a_need()
    theirs = files.store_picture(picture(), subject=other, step="submit")
    client.post(form_url, {"text": TEXT, "pictures": [str(theirs.key)]})
    assert Attachment.objects.get().subject_id == other.pk


# --- one press, one need -----------------------------------------------------------------------------
def test_pressing_twice_makes_one_need_and_leads_to_the_same_page(client, form_url):
    said = {"text": TEXT, "key": key_of(client.get(form_url))}
    assert client.post(form_url, said)["Location"] == client.post(form_url, said)["Location"]
    assert Need.objects.count() == 1


def test_two_tabs_of_one_phone_with_the_same_words_make_one_need(client, form_url):
    tabs = [key_of(client.get(form_url)) for _ in range(2)]
    for key in tabs:
        client.post(form_url, {"text": TEXT, "key": key})
    assert Need.objects.count() == 1


def test_other_words_in_a_form_that_was_sent_before_are_another_need(client, form_url):
    key = key_of(client.get(form_url))
    for text in ("东侧客梯停了", "西侧客梯也停了"):
        client.post(form_url, {"text": text, "key": key})
    assert Need.objects.count() == 2


def test_the_same_words_in_the_next_form_are_another_need(client, form_url):
    for _ in range(2):
        client.post(form_url, {"text": TEXT, "key": key_of(client.get(form_url))})
    assert Need.objects.count() == 2


# --- limits ------------------------------------------------------------------------------------------
def test_the_eleventh_need_of_a_device_within_an_hour_is_refused_with_the_words_kept(client, form_url, morning):
    for number in range(10):
        client.post(form_url, {"text": f"第 {number} 件事", "key": key_of(client.get(form_url))})
    answer = client.post(form_url, {"text": "第十一件事", "key": key_of(client.get(form_url))})
    assert (answer.status_code, Need.objects.count()) == (429, 10)
    assert int(answer["Retry-After"]) <= 3600
    assert "第十一件事" in answer.content.decode()
    morning("2026-11-24 10:31")
    assert client.post(form_url, {"text": "第十一件事"}).status_code == 303


def test_repeating_one_press_never_meets_the_limit(client, form_url):
    said = {"text": TEXT, "key": key_of(client.get(form_url))}
    assert {client.post(form_url, said).status_code for _ in range(14)} == {303}
    assert Need.objects.count() == 1


def test_a_whole_park_behind_one_address_is_not_locked_out_by_one_device(client, form_url):
    for number in range(11):
        client.post(form_url, {"text": f"第 {number} 件事", "key": key_of(client.get(form_url))})
    neighbour = Client()
    neighbour.get(form_url)
    assert neighbour.post(form_url, {"text": TEXT}).status_code == 303


def test_handing_in_takes_at_most_twelve_queries(client, form_url):
    key = key_of(client.get(form_url))
    said = {
        "text": TEXT,
        "key": key,
        "phone": "15400011201",
        "consent": "on",
        "enterprise_name": "辰擎",
        "room": "1205",
    }
    clock.calendar()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.post(form_url, said).status_code == 303
    asked = [one["sql"] for one in seen if not re.match(r"SAVEPOINT|RELEASE|BEGIN|COMMIT|ROLLBACK", one["sql"])]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


# --- people of an enterprise -------------------------------------------------------------------------
def test_a_signed_in_member_says_for_whom_it_is(client, form_url, enterprise_person, enterprise):
    client.force_login(enterprise_person)
    assert "#id_for_whom" in errors_of(client.post(form_url, {"text": TEXT}))
    client.post(form_url, {"text": TEXT, "for_whom": "enterprise"})
    need = Need.objects.get()
    assert (need.enterprise, need.reporter, need.is_personal) == (enterprise, enterprise_person, False)


def test_a_personal_need_names_no_enterprise_even_when_a_member_hands_it_in(client, form_url, enterprise_person):
    client.force_login(enterprise_person)
    client.post(form_url, {"text": "孩子上学的材料", "for_whom": "personal"})
    need = Need.objects.get()
    assert (need.enterprise, need.is_personal, need.reporter) == (None, True, enterprise_person)


def test_a_member_of_two_firms_hands_in_for_one_of_them(client, form_url, enterprise_person):
    MembershipFactory(person=enterprise_person)
    client.force_login(enterprise_person)
    client.post(form_url, {"text": TEXT, "for_whom": "enterprise"})
    assert Need.objects.get().enterprise_id in enterprise_person.firms


# --- the confirmation --------------------------------------------------------------------------------
def test_the_confirmation_shows_number_pin_link_and_the_next_date(client, a_need, morning):
    need = a_need()
    page = client.get(reverse("requests_flow:received", args=[need.token])).content.decode()
    assert need.reference in page
    assert need.pin in page
    assert f"http://testserver{need.get_tracking_url()}" in page
    assert 'datetime="2026-11-24T17:30:00+0800"' in page
    assert 'data-draft-done="need"' in page


def test_the_confirmation_leads_back_to_the_same_place(client, form_url, place_code):
    client.post(form_url, {"text": TEXT})
    need = Need.objects.get()
    page = client.get(reverse("requests_flow:received", args=[need.token])).content.decode()
    assert f"?place={place_code.code}" in page


def test_the_picture_to_keep_is_a_phone_screen_wide_and_its_code_leads_to_the_need(client, a_need, morning):
    need = a_need()
    answer = client.get(reverse("requests_flow:card", args=[need.token]))
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    sheet = Image.open(io.BytesIO(answer.content)).convert("RGB")
    assert sheet.width == 1080
    assert [code.text for code in zxingcpp.read_barcodes(sheet)] == [f"http://testserver{need.get_tracking_url()}"]


@pytest.mark.parametrize("name", ["received", "card", "track"])
def test_a_link_that_nobody_was_given_leads_nowhere(client, morning, name):
    assert client.get(reverse(f"requests_flow:{name}", args=["0" * 40])).status_code == 404


# --- English -----------------------------------------------------------------------------------------
def test_the_english_form_holds_no_chinese_but_names(client, place_code, morning):
    with override("en"):
        url = reverse("requests_flow:new")
    page = client.post(f"{url}?place={place_code.code}", {"text": "", "phone": "1", "email": "x", "key": "k"})
    shown = re.sub(r"<(\w+)[^>]* lang=\"zh-Hans\".*?</\1>|<title>.*?</title>", "", page.content.decode(), flags=re.S)
    assert HAN.findall(shown) == []
