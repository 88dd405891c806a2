"""Bringing the directory in: beside a plain ModelResource of django-import-export, and how much memory it takes.

Both read a workbook of 6,120 new firms into the same directory, in turn, in one process; nothing stays. The plain
resource does what its makers' handbook shows: a column for a column, row by row in one transaction. It cleans nothing,
knows no other names of places, finds no namesakes and leaves contacts out; parks and buildings are given to it as ids.
"""

import csv
import gzip
import io
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from import_export import resources
from openpyxl import Workbook
from tablib import Dataset

from enterprises.directory.importing import import_source
from enterprises.models import Building, Enterprise, Park
from tests.factories import invented_uscc

ROWS, MANY, ROUNDS = 6_120, 100_000, 3
FIRST = 2_000_000
DIRECTORY = Path(__file__).resolve().parents[2] / "parkdesk" / "data" / "directory" / "enterprises.csv.gz"
HEADS = {
    "code": "enterprise_id", "name": "name", "short_name": "short_name", "uscc": "uscc", "legal_form": "legal_form",
    "sector": "sector", "industry_code": "industry_code", "industry": "industry_zh", "size": "size",
    "employees": "employees", "founded": "founded", "registered_capital": "registered_capital_wan",
    "is_foreign_invested": "foreign_invested", "is_high_tech": "high_tech",
    "registered_address": "registered_address", "actual_address": "actual_address", "park": "park_code",
    "building": "building_code", "floor": "floor", "room": "room", "status": "status",
}  # fmt: skip
CONTACT = ("contact_name", "contact_role", "mobile", "landline", "email")
Row = dict[str, Any]


class Plain(resources.ModelResource):
    """As the handbook has it; `code` says which firm a row means."""

    class Meta:
        model = Enterprise
        fields = tuple(HEADS)
        import_id_fields = ("code",)
        use_transactions = True


def firms(count: int) -> Iterator[Row]:
    """Rows like those of the project's own directory, each with a number, a name and a credit code of its own."""
    with gzip.open(DIRECTORY, "rt", encoding="utf-8-sig") as file:
        known = list(csv.DictReader(file))
    for number in range(count):
        row = known[number % len(known)]
        name = row["name"].replace("杭州", f"杭州{number}", 1) if "杭州" in row["name"] else f"{number}{row['name']}"
        yield row | {"enterprise_id": f"X{number:06}", "uscc": invented_uscc(FIRST + number), "name": name}


def times() -> dict[str, list[float] | int]:
    """Seconds of each round for both, and the queries of ours."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"
        _save(ours, [*HEADS.values(), *CONTACT], firms(ROWS))
        _save(theirs, list(HEADS), (_as_ids(row) for row in firms(ROWS)))
        works: dict[str, Callable[[], object]] = {
            "ours": partial(import_source, ours),
            "theirs": partial(_plain, theirs),
        }
        found: dict[str, Any] = {name: [] for name in works}
        for number in range(ROUNDS):
            for name in sorted(works, reverse=bool(number % 2)):
                found[name].append(_timed(works[name]))
        with _nothing_stays(), CaptureQueriesContext(connection) as captured:
            works["ours"]()
        return found | {"queries": len(captured)}


def memory() -> dict[str, float]:
    """The most memory that the command held while it read MANY rows of csv into the directory, in MB; nothing stays."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*HEADS.values(), *CONTACT], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(firms(MANY))
        command = [sys.executable, "manage.py", "import_directory", str(path), "--dry-run"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    made = sum(int(count) for count in re.findall(r"(?:created|corrected|warned) (\d+)", done.stdout))
    return {"peak": most / (1024 if sys.platform.startswith("linux") else 1024 * 1024), "made": made}


def _plain(path: Path) -> None:
    result = Plain().import_data(Dataset().load(io.BytesIO(path.read_bytes()), format="xlsx"), raise_errors=True)
    assert result.totals["new"] == ROWS


@cache
def _places() -> tuple[dict[str, int], dict[str, int]]:
    """Parks and buildings by their codes."""
    return dict(Park.objects.values_list("code", "pk")), dict(Building.objects.values_list("code", "pk"))


def _as_ids(row: Row) -> Row:
    parks, buildings = _places()
    ids = {"park": parks[row["park_code"]], "building": buildings[row["building_code"]]}
    return {name: row[head] for name, head in HEADS.items()} | ids


def _save(path: Path, heads: list[str], rows: Iterable[Row]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(heads)
    for row in rows:
        sheet.append([row[head] for head in heads])
    book.save(path)


def _timed(work: Callable[[], object]) -> float:
    before = Enterprise.objects.count()
    with _nothing_stays():
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        assert Enterprise.objects.count() == before + ROWS
    return seconds


@contextmanager
def _nothing_stays() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
