"""The directory's quality: stale, missing, doubtful, moved; each a list that somebody can mend."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from enterprises import quality, relocating
from enterprises.models import DataCheck
from enterprises.roles import Role
from parkdesk.core import clock
from tests.factories import (
    AppointmentFactory,
    BuildingFactory,
    ContactFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
)


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


def whole(park, **facts):
    """A firm about which nothing is to be said."""
    facts = {"building": BuildingFactory(park=park), "confirmed_on": clock.today()} | facts
    firm = EnterpriseFactory(park=park, **facts)
    ContactFactory(enterprise=firm)
    return firm


def found(code, park=None):
    return set(quality.rows(quality.BY_CODE[code], park))


def test_a_whole_firm_has_no_flaw(park):
    whole(park)
    assert [count for _problem, count in quality.counts(park)] == [0] * len(quality.PROBLEMS)


def test_each_flaw_is_found_and_only_where_it_is(park, clerk):
    fine = whole(park)
    year = timedelta(days=366)
    stale, never = whole(park, confirmed_on=clock.today() - year), whole(park, confirmed_on=None)
    nowhere, nameless = whole(park, building=None), whole(park, uscc=None)
    silent = EnterpriseFactory(park=park, building=fine.building, confirmed_on=clock.today())
    wrong = whole(park, uscc="91330110MY0000000X" if fine.uscc != "91330110MY0000000X" else "91330110MY00000000")
    twins = {whole(park, name="双生有限公司"), whole(park, name="双生有限公司")}
    whole(ParkFactory(), name="双生有限公司")
    moved = whole(park)
    relocating.move(moved, park=park, building=moved.building, room="999", by=clerk)
    assert found("stale") == {stale, never}
    assert found("no-building") == {nowhere}
    assert found("no-uscc") == {nameless}
    assert found("no-contact") == {silent}
    assert found("wrong-digit") == {wrong}
    assert found("same-name") == twins
    assert found("moved") == {moved}


def test_a_number_counts_from_the_third_firm_on_over_all_parks(park):
    for one in (park, ParkFactory()):
        ContactFactory(enterprise=EnterpriseFactory(park=one), mobile="+8615400007777")
    assert not found("same-phone")
    ContactFactory(enterprise=EnterpriseFactory(park=park), mobile="+8615400007777")
    assert len(found("same-phone")) == 3
    assert len(found("same-phone", park)) == 2


def test_who_has_moved_out_is_no_flaw_but_a_move(park, clerk):
    gone = whole(park, uscc=None, building=None)
    relocating.move_out(gone, by=clerk)
    assert not found("no-uscc")
    assert found("moved") == {gone}


def test_the_page_counts_and_leads_to_lists_that_can_be_mended(client, park, clerk):
    firm = whole(park, uscc=None)
    client.force_login(clerk)
    assert (
        reverse("enterprises:quality_list", args=["no-uscc"])
        in client.get(reverse("enterprises:quality")).content.decode()
    )
    page = client.get(reverse("enterprises:quality_list", args=["no-uscc"]), {"park": park.code}).content.decode()
    assert reverse("enterprises:correct", args=[firm.pk]) in page
    ask = reverse("enterprises:ask_to_confirm", args=[firm.pk])
    assert ask in page
    assert client.post(ask, {"list": "no-uscc", "park": park.code})["Location"].endswith(f"?park={park.code}")
    assert DataCheck.objects.get().enterprise == firm
    assert ask not in client.get(reverse("enterprises:quality_list", args=["no-uscc"])).content.decode()


def test_lists_are_taken_away_without_live_formulas_or_numbers_of_people(client, park, clerk):
    firm = EnterpriseFactory(park=park, uscc=None, name="=HYPERLINK(1)有限公司")
    ContactFactory(enterprise=firm, mobile="+8615400008888", name="苏晚晴")
    client.force_login(clerk)
    csv = b"".join(client.get(reverse("enterprises:quality_file", args=["no-uscc", "csv"])).streaming_content).decode()
    assert "HYPERLINK" in csv
    assert "\n=" not in csv
    assert ",=" not in csv
    assert "8888" not in csv
    assert "苏晚晴" not in csv
    answer = client.get(reverse("enterprises:quality_file", args=["no-uscc", "xlsx"]))
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.max_row == 2
    assert sheet.cell(2, 2).data_type == "s"
    assert client.get(reverse("enterprises:quality_file", args=["no-uscc", "pdf"])).status_code == 404


def test_only_the_desk_looks_here(client, park):
    for somebody in (AppointmentFactory(role=Role.PARK_LEADER, park=park).person, MembershipFactory().person):
        client.force_login(somebody)
        assert client.get(reverse("enterprises:quality")).status_code == 404
