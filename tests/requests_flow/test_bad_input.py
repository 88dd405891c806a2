"""Bad input and abuse: a plain answer in both languages, nothing lost, nothing stored by half (issue 4)."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from enterprises.models import Enterprise
from parkdesk.core import files, pictures
from parkdesk.core.models import Attachment
from requests_flow import device, lookup
from requests_flow.forms.intake import TEXT_AT_MOST
from requests_flow.models import Need, ReporterContact
from requests_flow.views.intake import PER_ADDRESS, PER_DEVICE
from tests.factories import EnterpriseFactory, MembershipFactory
from tests.requests_flow.conftest import TEXT

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "en")
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def form_url(place_code, morning) -> Callable[[str], str]:
    """The address of the form behind the code, in a language."""

    def url(language: str = "zh-hans") -> str:
        with override(language):
            return f"{reverse('requests_flow:new')}?place={place_code.code}"

    return url


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def upload(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def sent(client: Client, url: str, content: bytes, name: str = "photo.jpg") -> str:
    """The page that answers a need with this file and all fields filled in."""
    said = {"text": TEXT, "phone": "15400011201", "room": "1205", "consent": "on", "photo": upload(content, name)}
    return client.post(url, said).content.decode()


def nothing_is_lost_or_stored_by_half(page: str) -> bool:
    is_there = all(words in page for words in (TEXT, 'value="15400011201"', 'value="1205"'))
    return is_there and not Need.objects.exists() and not ReporterContact.objects.exists()


# --- files -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "超过 10 MB"), ("en", "larger than 10 MB")])
def test_a_photo_of_20_mb_is_refused_with_what_to_do(client, form_url, language, answer):
    page = sent(client, form_url(language), picture() + bytes(20 * 1024 * 1024))
    assert answer in page
    assert nothing_is_lost_or_stored_by_half(page)
    assert not Attachment.objects.exists()


def test_a_photo_of_an_iphone_is_taken_and_made_a_jpeg(client, form_url, lacks):
    if "HEIF" not in pictures.READABLE:
        lacks("a Pillow that reads HEIC")
    sent(client, form_url(), picture("HEIF"), "IMG_0001.HEIC")
    (kept,) = files.of(Need.objects.get())
    assert kept.content_type == "image/jpeg"
    assert kept.file.read(3) == b"\xff\xd8\xff"


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "另存为 JPEG"), ("en", "save it as JPEG")])
def test_where_no_plug_in_reads_heic_the_page_says_how_to_send_it(client, form_url, monkeypatch, language, answer):
    monkeypatch.setattr(pictures, "READABLE", ("JPEG", "PNG"))
    page = sent(client, form_url(language), b"\x00\x00\x00\x18ftypheic" + bytes(64), "IMG_0001.HEIC")
    assert answer in page
    assert "IMG_0001.HEIC" in page
    assert nothing_is_lost_or_stored_by_half(page)


@pytest.mark.parametrize(
    ("language", "answer"), [("zh-hans", "JPEG、PNG、WebP 或 GIF"), ("en", "JPEG, PNG, WebP or GIF")]
)
@pytest.mark.parametrize("name", ["plan.svg", "plan.jpg"])
def test_a_drawing_is_no_photo_whatever_it_calls_itself(client, form_url, language, answer, name):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
    page = sent(client, form_url(language), drawing, name)
    assert answer in page
    assert name in page
    assert nothing_is_lost_or_stored_by_half(page)
    assert not Attachment.objects.exists()


def _zipped() -> bytes:
    buffer = io.BytesIO(picture())
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("evil.html", SCRIPT)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content", [picture() + b"<!doctype html>" + SCRIPT, _zipped(), picture("GIF") + b"*/;alert(1)//" + SCRIPT]
)
def test_of_a_file_that_is_two_things_at_once_the_picture_alone_is_kept(client, form_url, content):
    sent(client, form_url(), content)
    (kept,) = files.of(Need.objects.get())
    for stored in (kept.file.read(), kept.thumb.read()):
        assert not any(hidden in stored for hidden in (b"script", b"alert", b"PK\x03\x04", b"evil"))
        assert not zipfile.is_zipfile(io.BytesIO(stored))


def test_a_photo_forgets_where_and_with_what_it_was_taken(client, form_url):
    exif = Image.Exif()
    exif[0x010F] = "Secret Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 17.0, 0.0), 3: "E", 4: (120.0, 1.0, 0.0)})
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(buffer, "JPEG", exif=exif)
    sent(client, form_url(), buffer.getvalue())
    (kept,) = files.of(Need.objects.get())
    for stored in (kept.file, kept.thumb):
        content = stored.read()
        assert b"Secret" not in content
        with Image.open(io.BytesIO(content)) as seen:
            assert not seen.getexif()
            assert not seen.getexif().get_ifd(0x8825)


# --- words -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "多了 95000 个字"), ("en", "95000 characters too long")])
def test_a_hundred_thousand_characters_stay_on_the_page_and_it_says_how_many_are_too_many(
    client, form_url, language, answer
):
    text = "停电了，" * 25_000
    page = client.post(form_url(language), {"text": text, "room": "1205"}).content.decode()
    assert str(len(text) - TEXT_AT_MOST) in answer
    assert answer in page
    assert text in page
    assert 'value="1205"' in page
    assert not Need.objects.exists()


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "内容太长"), ("en", "This is too long")])
def test_more_text_than_any_form_takes_is_answered_in_words(client, form_url, language, answer):
    page = client.post(form_url(language), {"text": "停" * 1_000_000})
    assert page.status_code == 413
    assert answer in page.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "请补充几个字"), ("en", "Please add a few words")])
@pytest.mark.parametrize("text", ["😡😡😡", "？？？！！！", "👨‍👩‍👧‍👦 \u200b", "……"])
def test_signs_alone_are_asked_for_words_and_stay(client, form_url, language, answer, text):
    page = client.post(form_url(language), {"text": text, "room": "1205"}).content.decode()
    assert answer in page
    assert text.strip() in page
    assert not Need.objects.exists()


def test_signs_among_words_are_stored_as_they_were_typed(client, form_url):
    client.post(form_url(), {"text": "😡电梯又停了👨‍👩‍👧‍👦"})
    assert Need.objects.get().text == "😡电梯又停了👨‍👩‍👧‍👦"


# --- a firm that moved out ---------------------------------------------------------------------------
@pytest.fixture
def gone(park) -> Enterprise:
    return EnterpriseFactory(park=park, name="杭州远帆已迁科技有限公司", status=Enterprise.Status.MOVED_OUT)


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "已迁出"), ("en", "moved out")])
def test_a_member_of_a_firm_that_moved_out_is_heard_and_told(client, form_url, gone, language, answer):
    member = MembershipFactory(enterprise=gone).person
    client.force_login(member)
    assert answer in client.get(form_url(language)).content.decode()
    client.post(form_url(language), {"text": TEXT, "for_whom": "enterprise"})
    assert Need.objects.get().enterprise == gone


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "已迁出"), ("en", "is on record as moved out")])
def test_the_desk_is_told_that_a_firm_moved_out_and_may_keep_its_name(client, gone, clerk, morning, language, answer):
    client.force_login(clerk)
    with override(language):
        url = reverse("requests_flow:enter")
    said = {"channel": "phone", "text": TEXT, "firm": gone.name, "key": language}
    page = client.post(url, said).content.decode()
    assert answer in page
    assert TEXT in page
    assert not Need.objects.exists()
    client.post(url, {**said, "which": "-"})
    need = Need.objects.get()
    assert (need.enterprise, need.enterprise_name) == (None, gone.name)


def test_a_firm_that_moved_out_cannot_be_chosen_by_its_number(client, gone, clerk, morning):
    client.force_login(clerk)
    said = {"channel": "phone", "text": TEXT, "firm": gone.name, "which": str(gone.pk)}
    assert client.post(reverse("requests_flow:enter"), said).status_code == 200
    assert not Need.objects.exists()


# --- many from one address, and those who pretend to be many -----------------------------------------
def a_phone(number: int) -> Client:
    """A phone that opened the form before: its cookie comes back with the need."""
    phone = Client()
    kept = f"device{number}.form{number}"
    phone.cookies[device.COOKIE] = get_cookie_signer(salt=device.COOKIE + device.SALT).sign(kept)
    return phone


def test_two_hundred_phones_of_a_park_behind_one_address_are_all_heard(form_url):
    url = form_url()
    answers = [a_phone(number).post(url, {"text": f"第 {number} 家停电了"}).status_code for number in range(200)]
    assert set(answers) == {303}
    assert Need.objects.count() == 200


@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "试得太频繁了"), ("en", "Too many tries in a row")])
def test_one_phone_is_limited_and_keeps_its_words(form_url, language, answer):
    phone, last = a_phone(1), "第十一件事。" + "停" * (TEXT_AT_MOST - 6)
    for number in range(PER_DEVICE):
        phone.post(form_url(language), {"text": f"第 {number} 件事"})
    refused = phone.post(form_url(language), {"text": last})
    assert (refused.status_code, Need.objects.count()) == (429, PER_DEVICE)
    assert answer in refused.content.decode()
    assert last in refused.content.decode()


def _as_strangers(url: str, count: int) -> list[int]:
    """Needs of somebody who throws the cookie away and forges the header each time."""
    return [
        Client()
        .post(url, {"text": f"第 {n} 件事"}, HTTP_X_FORWARDED_FOR=f"203.0.113.{n % 250}, 198.51.100.{n}")
        .status_code
        for n in range(count)
    ]


def test_a_forged_header_and_no_cookie_make_nobody_many_and_lock_no_park_out(form_url):
    share = PER_ADDRESS // device.SHARE_OF_STRANGERS
    assert _as_strangers(form_url(), share + 1) == [303] * share + [429]
    assert a_phone(1).post(form_url(), {"text": TEXT}).status_code == 303


# --- a guessed PIN -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "answer"), [("zh-hans", "60 分钟后可以再试"), ("en", "open again in 60 minutes")])
def test_five_wrong_pins_lock_the_number_for_an_hour_and_the_page_says_so(a_need, morning, language, answer):
    need = a_need()
    wrong = f"{(int(need.pin) + 1) % 10000:04d}"
    with override(language):
        url = reverse("requests_flow:lookup")
    for number in range(lookup.MISSES):
        tried = Client().post(
            url, {"reference": need.reference, "pin": wrong}, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"
        )
        assert tried.status_code == 200
    locked = Client().post(url, {"reference": need.reference, "pin": need.pin})
    assert (locked.status_code, locked["Retry-After"]) == (429, "3600")
    assert answer in locked.content.decode()
    assert need.title not in locked.content.decode()
