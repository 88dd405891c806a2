"""Codes of floors, doors and events; counted scans; sheets of small codes."""

import io
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from enterprises import places, scans
from enterprises.models import PlaceCode, ScanDay
from enterprises.posters import small_sheet
from parkdesk.core.models import Entry
from tests.factories import EnterpriseFactory

pytestmark = pytest.mark.django_db
PUBLIC_URL = "https://desk.park.example"
Kind = PlaceCode.Kind
EVENT = {"spot": "政策宣讲会", "starts_on": "2026-11-24", "ends_on": "2026-11-25"}


@pytest.fixture
def today(at):
    at("2026-11-24 09:30")
    return at


@pytest.fixture
def desk(client, clerk, today):
    client.force_login(clerk)
    return client


@pytest.fixture
def building(park):
    return park.buildings.first()


@pytest.fixture
def event(park, clerk, today):
    what = places.What(Kind.EVENT, starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 25))
    return places.make_code(park, spot="政策宣讲会", by=clerk, what=what)


def new(kind: str, language: str = "zh-hans") -> str:
    with override(language):
        return reverse("enterprises:place_new", args=["P01", kind])


# --- making ------------------------------------------------------------------------------------------
def test_the_desk_makes_a_code_for_a_floor_once(desk, building):
    said = {"building": building.pk, "spot": "3楼", "key": "one"}
    for _ in range(2):
        assert desk.post(new("floor"), said).status_code == 302
    code = PlaceCode.objects.get()
    assert (code.kind, code.building, code.spot) == (Kind.FLOOR, building, "3楼")
    assert Entry.objects.filter(verb="enterprises.place_code.make").count() == 1
    page = desk.post(new("floor"), {**said, "key": "two"})
    assert page.status_code == 200
    assert PlaceCode.objects.count() == 1


def test_the_code_of_a_door_knows_room_and_firm_and_fills_in_the_form(desk, client, park, building):
    firm = EnterpriseFactory(park=park, building=building, name="杭州辰擎信息技术有限公司", short_name="辰擎")
    assert (
        desk.post(new("door"), {"building": building.pk, "room": "1205", "firm": "cq", "key": "one"}).status_code == 302
    )
    code = PlaceCode.objects.get()
    assert (code.kind, code.room, code.enterprise, code.spot) == (Kind.DOOR, "1205", firm, "1205 · 辰擎")
    client.logout()
    page = client.get(client.get(f"/q/{code.code}/")["Location"]).content.decode()
    assert 'value="1205"' in page
    assert f'value="{firm.name}"' in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("firm", ["没有这家", "zzzz"])
def test_a_firm_that_is_not_of_the_park_is_refused_and_what_was_typed_stays(desk, building, language, firm):
    EnterpriseFactory(name="没有这家有限公司")
    page = desk.post(new("door", language), {"building": building.pk, "room": "1205", "firm": firm})
    assert 'value="1205"' in page.content.decode()
    assert not PlaceCode.objects.exists()


@pytest.mark.parametrize(
    "days", [("2026-11-24", "2026-11-23"), ("2026-11-20", "2026-11-23"), ("2026-11-26", "2026-11-25")]
)
def test_an_event_does_not_end_before_it_begins_nor_before_today(desk, park, days):
    said = {**EVENT, "starts_on": days[0], "ends_on": days[1]}
    assert desk.post(new("event"), said).status_code == 200
    assert not PlaceCode.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceCode.objects.create(park=park, kind=Kind.EVENT, created_at="2026-11-24T00:00Z")


def test_others_make_none(client, volunteer, park):
    client.force_login(volunteer)
    assert client.post(new("event"), EVENT).status_code == 404
    assert not PlaceCode.objects.exists()


def test_a_kind_that_there_is_not_is_not_found(desk, park):
    assert desk.get(new("roof")).status_code == 404


# --- scanning ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "words"), [("zh-CN", "活动已结束"), ("en", "This event is over")])
def test_the_code_of_an_event_that_is_over_says_so_and_leads_on(client, event, today, language, words):
    assert client.get(f"/q/{event.code}/").status_code == 302
    today("2026-11-26 08:00")
    page = client.get(f"/q/{event.code}/", HTTP_ACCEPT_LANGUAGE=language)
    assert page.status_code == 410
    assert words in page.content.decode()
    assert f"/needs/new/?place={event.code}" in page.content.decode()


def test_a_new_code_for_an_event_or_a_door_stands_for_the_same(event, clerk):
    newer = places.replace_code(event, by=clerk)
    assert (newer.kind, newer.spot, newer.ends_on) == (event.kind, event.spot, event.ends_on)
    assert places.find_live(event.code) == newer


def test_a_floor_does_not_serve_its_building(park, building, clerk, today):
    places.make_code(park, building, "3楼", by=clerk, what=places.What(Kind.FLOOR))
    assert building in {code.building for code in places.complete_codes(park, by=clerk)}


def test_a_scan_is_a_number_of_a_day_and_nothing_else(client, event, today):
    for _ in range(3):
        client.get(f"/q/{event.code}/")
    client.head(f"/q/{event.code}/")
    today("2026-11-25 00:30")
    client.get(f"/q/{event.code}/")
    assert list(ScanDay.objects.order_by("day").values_list("day", "scans")) == [
        (date(2026, 11, 24), 3), (date(2026, 11, 25), 1),
    ]  # fmt: skip
    assert {field.name for field in ScanDay._meta.fields} == {"id", "code", "day", "scans"}
    assert list(scans.by_day(event, 3).values()) == [0, 3, 1]


# --- printing ----------------------------------------------------------------------------------------
def test_small_codes_stand_six_on_a_page_and_all_decode(park, clerk, today):
    codes = [
        places.make_code(park, building, f"{number}楼", by=clerk, what=places.What(Kind.FLOOR))
        for building in park.buildings.all()
        for number in range(1, 5)
    ]
    pages = list(pypdfium2.PdfDocument(io.BytesIO(small_sheet(codes, public_url=PUBLIC_URL))))
    assert len(pages) == 2
    found = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())]
    assert sorted(found) == sorted(f"{PUBLIC_URL}/q/{code.code}/" for code in codes)


def test_sheets_and_posters_are_printed_for_one_building_and_without_what_is_over(desk, park, clerk, event, today):
    one, two = park.buildings.all()[:2]
    for building in (one, two):
        places.make_code(park, building, by=clerk)
    for name in ("sheet", "posters"):
        url = reverse(f"enterprises:{name}", args=["P01"])
        page = pypdfium2.PdfDocument(desk.get(url, {"building": one.code}).content)[0]
        assert len(zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())) == 1
        assert desk.get(url, {"building": "P99-B1"}).status_code == 404
    today("2026-11-26 08:00")
    sheet = pypdfium2.PdfDocument(desk.get(reverse("enterprises:sheet", args=["P01"])).content)[0]
    assert len(zxingcpp.read_barcodes(sheet.render(scale=100 / 72).to_pil())) == 2
