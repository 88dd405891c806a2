"""The directory's table of representatives seats the councils of all parks."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from councils import composition, guards, membership, seating
from councils.models import Council, Party, Representative
from enterprises.models import Appointment, Park
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.models import Entry

DIRECTORY = Path(settings.ROOT) / "parkdesk" / "data" / "directory"
pytestmark = pytest.mark.usefixtures("morning", "db")
EXPECTED = Path(settings.ROOT) / "tests" / "data" / "council_coverage.csv"
TWO = ("P01", "P02")
MISSED = {"P11", "P30", "P48"}


@pytest.fixture
def whole_directory(morning, db):
    call_command("import_directory", str(DIRECTORY), verbosity=0)


def test_every_park_has_a_council_and_both_figures_of_all_62_are_right(whole_directory, django_assert_num_queries):
    assert Council.objects.count() == Park.objects.count() == 62
    councils = list(Council.objects.select_related("park"))
    with django_assert_num_queries(2):
        found = composition.coverages(councils)
    with EXPECTED.open(encoding="utf-8-sig") as file:
        expected = {row["park_code"]: row for row in csv.DictReader(file)}
    assert {one.park.code: _figures(found[one.pk]) for one in councils} == {
        code: (
            int(row["enterprises"]), int(row["types_present"]), int(row["types_covered"]),
            float(row["type_coverage"]), float(row["enterprise_weighted_coverage"]), row["meets_95"] == "true",
        )
        for code, row in expected.items()
    }  # fmt: skip
    assert {one.park.code for one in councils if not found[one.pk].meets(95)} == MISSED
    assert {one.park.code: len(one.members()) for one in councils} == {
        code: int(row["reps"]) for code, row in expected.items()
    }
    _all_is_as_it_should_be()
    _a_second_time_changes_nothing()


def _figures(coverage):
    share = float(round(coverage.enterprise_weighted_coverage, 4))
    types = float(round(coverage.type_coverage, 4))
    return coverage.firms, coverage.types_present, coverage.types_covered, types, share, coverage.meets(95)


def _all_is_as_it_should_be():
    serving = Representative.objects.all()
    assert serving.count() == 450
    assert not serving.filter(appointment=None).exists()
    assert Appointment.objects.filter(role=Role.REPRESENTATIVE).count() == 450
    assert Entry.objects.filter(verb="councils.representative.certify", actor_kind="terminal").count() == 450
    council = Council.objects.get(park__code="P01")
    assert [one.party for one in council.members()] == [
        Party.COMMUNITY, Party.OPERATOR, Party.ENTERPRISE, Party.ENTERPRISE, Party.ENTERPRISE, Party.PARTY_MEMBER,
        Party.MASS_ORG,
    ]  # fmt: skip
    assert membership.presides(council).person.name == "熊思然"
    assert composition.faults(council) == []
    assert len(composition.faults(Council.objects.get(park__code="P11"))) == 1


def _a_second_time_changes_nothing():
    call_command("import_directory", str(DIRECTORY), verbosity=0)
    assert Representative.objects.count() == Appointment.objects.filter(role=Role.REPRESENTATIVE).count() == 450
    assert Entry.objects.filter(verb="councils.representative.certify").count() == 450


@pytest.fixture
def folder(tmp_path):
    """The directory's tables of two parks, to be changed by a test."""
    for path in DIRECTORY.glob("*.csv.gz"):
        rows = list(csv.DictReader(gzip.decompress(path.read_bytes()).decode("utf-8-sig").splitlines()))
        _write(tmp_path, path.name.removesuffix(".gz"), [row for row in rows if row.get("park_code", "P01") in TWO])
    return tmp_path


def _write(folder, name, rows):
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _representatives(folder):
    with (folder / "council_reps.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _read_in(folder, **switches):
    report = folder / "report.json"
    call_command("import_directory", str(folder), report=report, verbosity=0, **switches)
    return json.loads(report.read_text())["parts"]["council_reps"]


def test_a_changed_row_changes_the_seat(folder):
    _read_in(folder)
    rows = _representatives(folder)
    rows[2] |= {"represents": "SW", "votes": "21"}
    _write(folder, "council_reps.csv", rows)
    said = _read_in(folder)["rows"][3]
    assert (said["outcome"], said["changed"]) == ("updated", ["votes", "represents"])
    seat = Representative.objects.get(council__park__code="P01", seat__party="enterprise", seat__number=1)
    assert (seat.represents, seat.votes) == (["SW"], 21)


def test_words_of_the_office_are_understood(folder):
    rows = _representatives(folder)
    rows[2] |= {"party": "企业代表", "selected_by": "推选", "represents": "SW、COM"}
    _write(folder, "council_reps.csv", rows)
    _read_in(folder)
    seat = Representative.objects.get(council__park__code="P01", seat__party="enterprise", seat__number=1)
    assert (seat.selected_by, seat.represents) == ("election", ["SW", "COM"])


def test_a_row_without_a_party_says_that_it_got_no_seat(folder):
    rows = _representatives(folder)
    rows[3]["party"] = "第六方"
    _write(folder, "council_reps.csv", rows)
    said = _read_in(folder)
    assert said["rows"][4]["outcome"] == "warned"
    assert said["rows"][4]["messages"][-1]["code"] == "party_missing"
    assert Council.objects.get(park__code="P01").seats_total == 6


def test_nobody_gets_a_second_seat_or_an_eleventh(folder):
    rows = _representatives(folder)
    more = [rows[2] | {"rep_id": f"R9{n:02d}", "name": f"许晨{n}", "mobile": f"154000090{n:02d}"} for n in range(4)]
    _write(folder, "council_reps.csv", [*rows, rows[2] | {"rep_id": "R899", "term_start": "2026-01-01"}, *more])
    said = _read_in(folder)["rows"]
    codes = [line["messages"][-1]["code"] for line in said[-5:] if line["messages"]]
    assert codes == ["seat_twice", "council_full"]
    assert Council.objects.get(park__code="P01").seats_total == 10


def test_nobody_is_seated_by_a_dry_run(folder):
    _read_in(folder, dry_run=True)
    assert not Council.objects.exists()


def test_whoever_left_stays_out(folder, party_supervisor):
    _read_in(folder)
    council = Council.objects.get(park__code="P01")
    left = seating.unseat(council.members()[0], by=party_supervisor)
    _read_in(folder)
    assert len(council.members()) == 6
    assert not left.person.appointments.running(clock.today()).filter(role=Role.REPRESENTATIVE)
    assert guards.presiding(council) is None
