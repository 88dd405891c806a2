"""Reading the file of a yearly holiday notice into core.CalendarDay: all of it or nothing.

A file has the columns `date` (2027-02-06), `kind` (holiday or makeup_workday) and `name_zh`, in UTF-8 with or
without BOM. `parkdesk/core/data/calendar_cn.csv` shows how.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from parkdesk.core import clock
from parkdesk.core.models import CalendarDay

COLUMNS = ("date", "kind", "name_zh")
LONGEST_NAME = 40
# A notice lists some sixty days a year; a file far beyond that is something else.
MOST_ROWS = 5000


@dataclass(frozen=True)
class Fault:
    """What is wrong: physical row (from 1, the header is row 1), column, and the reason in words."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("Row %(row)s, %(column)s: %(reason)s") % {
            "row": self.row,
            "column": self.column,
            "reason": self.reason,
        }


class Faulty(ValueError):
    """The file was refused and nothing was written; `faults` names each place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Loaded:
    """What a file changed: the years it replaced, the days that stand now, the days that were there and are gone."""

    years: list[int]
    days: int
    gone: list[date] = field(default_factory=list)


def load_calendar(path: Path | str) -> Loaded:
    """Replace the years that stand in the file by its days. Due times that were promised already stay.

    The last days of December may stand in the next year's notice (New Year); they are added and replace no year.
    Raises Faulty with every fault, or OSError when there is no such file.
    """
    days = _read(Path(path))
    years = sorted({day.date.year for day in days if not _belongs_to_next_new_year(day.date)})
    with transaction.atomic():
        old = CalendarDay.objects.filter(date__year__in=years)
        gone = sorted(set(old.values_list("date", flat=True)) - {day.date for day in days})
        old.delete()
        CalendarDay.objects.filter(date__in=[day.date for day in days]).delete()
        CalendarDay.objects.bulk_create(days)
    clock.forget_calendar()
    return Loaded(years=years, days=len(days), gone=gone)


def _belongs_to_next_new_year(day: date) -> bool:
    return (day.month, day.day) >= (12, 29)


def _read(path: Path) -> list[CalendarDay]:
    rows = _rows(path)
    faults: list[Fault] = []
    seen: set[date] = set()
    days = []
    for number, row in enumerate(rows, start=2):
        day = _day(row, number, faults)
        if day and day.date in seen:
            faults.append(Fault(number, "date", _("This day stands in the file twice.")))
        elif day:
            seen.add(day.date)
            days.append(day)
    if not rows:
        faults.append(Fault(2, "date", _("The file has no days.")))
    if faults:
        raise Faulty(faults)
    return days


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows under the header. Raises Faulty when it is not such a table at all."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [name for name in COLUMNS if name not in (table.fieldnames or [])]
            if missing:
                raise Faulty([Fault(1, name, _("This column is missing.")) for name in missing])
            rows = [row for _place, row in zip(range(MOST_ROWS + 1), table, strict=False)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Faulty([Fault(1, "date", _("The file is not a table in UTF-8."))]) from error
    if len(rows) > MOST_ROWS:
        raise Faulty([Fault(MOST_ROWS + 2, "date", _("The file has too many rows."))])
    return rows


def _day(row: dict[str, str], number: int, faults: list[Fault]) -> CalendarDay | None:
    values = {name: (row[name] or "").strip() for name in COLUMNS}
    found = list(_faults(values, number))
    faults += found
    return None if found else CalendarDay(**values | {"date": date.fromisoformat(values["date"])})


def _faults(values: dict[str, str], number: int) -> Iterator[Fault]:
    try:
        date.fromisoformat(values["date"])
    except ValueError:
        yield Fault(number, "date", _("This is not a day like 2027-02-06."))
    if values["kind"] not in CalendarDay.Kind.values:
        yield Fault(number, "kind", _("The kind is holiday or makeup_workday."))
    if not 0 < len(values["name_zh"]) <= LONGEST_NAME:
        yield Fault(number, "name_zh", _("The name has 1 to 40 characters."))
