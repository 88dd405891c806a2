"""Codes on walls: made, scanned, replaced, taken down; and the poster that carries one."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from enterprises import places
from enterprises.models import PlaceCode
from enterprises.models.place_code import ALPHABET
from enterprises.posters import poster_sheet
from parkdesk.core.flow import NotNow
from parkdesk.core.gone import Gone
from parkdesk.core.models import Entry

PUBLIC_URL = "https://desk.park.example"


@pytest.fixture
def code(park, clerk):
    return places.make_code(park, park.buildings.first(), by=clerk)


def test_a_code_has_seven_characters_that_nobody_misreads(code):
    assert len(code.code) == 7
    assert set(code.code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01IO")


def test_only_the_desk_keeps_codes(code, volunteer):
    for work in (places.replace_code, places.revoke_code):
        with pytest.raises(PermissionDenied):
            work(code, by=volunteer)
    with pytest.raises(PermissionDenied):
        places.make_code(code.park, by=volunteer)
    assert Entry.objects.count() == 1


def test_a_place_has_one_living_code(code, clerk):
    with pytest.raises(NotNow):
        places.make_code(code.park, code.building, by=clerk)
    assert places.make_code(code.park, code.building, "东门", by=clerk).spot == "东门"


def test_a_code_is_found_however_it_is_typed(code):
    text = code.code
    for typed in (text, text.lower(), f" {text[:3]} {text[3:]} "):
        assert places.find_live(typed) == code


def test_a_replaced_code_leads_on_to_the_newest(code, clerk):
    newest = places.replace_code(places.replace_code(code, by=clerk), by=clerk)
    assert places.find_live(code.code) == newest
    with pytest.raises(NotNow):
        places.replace_code(code, by=clerk)
    assert PlaceCode.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_code_that_was_taken_down_is_gone_and_the_place_can_have_another(code, clerk):
    places.revoke_code(code, by=clerk)
    with pytest.raises(Gone):
        places.find_live(code.code)
    with pytest.raises(NotNow):
        places.revoke_code(code, by=clerk)
    assert places.find_live(places.make_code(code.park, code.building, by=clerk).code)


def test_what_never_was_is_unknown(db):
    with pytest.raises(places.UnknownCode):
        places.find_live("ZZZZZZZ")


def test_every_building_gets_a_code_once(park):
    assert places.ensure_place_codes() == 2
    assert places.ensure_place_codes() == 0


@pytest.mark.parametrize(
    ("headers", "prefix"),
    [
        ({}, ""),
        ({"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}, "/en"),
        ({"HTTP_ACCEPT_LANGUAGE": "en", "HTTP_COOKIE": "django_language=zh-hans"}, ""),
        ({"HTTP_ACCEPT_LANGUAGE": "zh-CN", "HTTP_COOKIE": "django_language=en"}, "/en"),
    ],
)
def test_a_scan_opens_the_page_in_the_language_of_the_reader(client, code, headers, prefix):
    answer = client.get(f"/q/{code.code.lower()}/", **headers)
    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/needs/new/?place={code.code}"
    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" in answer["Vary"]


def test_an_unknown_and_a_dead_code_show_the_way_on(client, code, clerk):
    places.revoke_code(code, by=clerk)
    for text, status in (("ZZZZZZZ", 404), (code.code, 410)):
        for language, prefix in (("zh-hans", ""), ("en", "/en")):
            answer = client.get(f"/q/{text}/", HTTP_ACCEPT_LANGUAGE=language)
            assert answer.status_code == status
            assert f'href="{prefix}/needs/new/"' in answer.text
            assert "tel:" in answer.text
            assert answer["Content-Language"] == language


def test_the_desk_sees_all_places_and_finds_one(client, code, clerk):
    client.force_login(clerk)
    assert code.code in client.get(reverse("enterprises:places")).text
    assert code.code in client.get(reverse("enterprises:places"), {"q": "湾谷"}).text
    assert code.code not in client.get(reverse("enterprises:places"), {"q": "没有"}).text


def test_the_page_of_places_asks_as_often_for_one_park_as_for_many(client, code, clerk, django_assert_max_num_queries):
    client.force_login(clerk)
    with django_assert_max_num_queries(12):
        client.get(reverse("enterprises:places"))


def test_a_step_asks_first_and_is_taken_by_a_press(client, code, clerk):
    client.force_login(clerk)
    step = reverse("enterprises:place_step", args=[code.code, "replace"])
    assert client.get(step).status_code == 200
    assert PlaceCode.objects.count() == 1
    assert client.post(step).status_code == 302
    assert client.post(step).status_code == 409
    assert PlaceCode.objects.count() == 2
    client.post(reverse("enterprises:place_step", args=["P01", "complete"]))
    assert PlaceCode.objects.filter(revoked_at__isnull=True).count() == 2
    assert client.get(reverse("enterprises:place_step", args=[code.code, "burn"])).status_code == 404


def test_others_do_not_see_the_page_of_places(client, code, volunteer):
    client.force_login(volunteer)
    assert client.get(reverse("enterprises:places")).status_code == 404


def _pages(sheet):
    return list(pypdfium2.PdfDocument(io.BytesIO(sheet)))


def test_a_poster_decodes_at_60_dpi_and_names_host_and_landline(code, settings):
    (page,) = _pages(poster_sheet([code], public_url=PUBLIC_URL))
    (found,) = zxingcpp.read_barcodes(page.render(scale=60 / 72).to_pil())
    assert found.text == f"{PUBLIC_URL}/q/{code.code}/"
    text = page.get_textpage().get_text_bounded()
    for words in (
        "desk.park.example",
        f"/q/{code.code}",
        "0571-0000 1000",
        "湾谷产业中心",
        "1号楼",
        "119",
        "120",
        "110",
    ):
        assert words in text, words


def test_every_poster_fits_its_page(park, clerk):
    park.name = "杭州未来科技城国际生命健康产业园"
    park.save()
    codes = [places.make_code(park, building, "一层大堂东侧服务台", by=clerk) for building in park.buildings.all()]
    pages = _pages(poster_sheet(codes, public_url="https://fuwu.mengchuang-shequ.yuhang.example"))
    assert len(pages) == 2
    assert all(zxingcpp.read_barcodes(page.render(scale=60 / 72).to_pil()) for page in pages)


def test_the_desk_prints_the_posters_of_a_park(client, code, clerk, tmp_path):
    client.force_login(clerk)
    answer = client.get(reverse("enterprises:posters", args=["P01"]))
    assert answer["Content-Type"] == "application/pdf"
    assert len(_pages(answer.content)) == 1
    call_command("qr_posters", park="P01", out=tmp_path / "posters.pdf")
    assert len(_pages((tmp_path / "posters.pdf").read_bytes())) == 2
