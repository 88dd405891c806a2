"""Quarters of a year: of a day, of an address, their days, those before. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

ONE_DAY = timedelta(days=1)


class Quarter(NamedTuple):
    """A quarter: year and number (1 to 4); `2026Q4` as text."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> "Quarter | None":
        """`2026Q4`, in either case; None for anything else."""
        year, _letter, number = text.upper().partition("Q")
        is_one = year.isdecimal() and 2000 <= int(year) < 2100 and number in {"1", "2", "3", "4"}
        return cls(int(year), int(number)) if is_one else None

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def spoken(self) -> str:
        """As people say it, in the reader's language: `2026年第4季度`."""
        return _("%(year)s, quarter %(quarter)s") % {"year": self.year, "quarter": self.number}

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        after = self.back(-1)
        return date(self.year, self.number * 3 - 2, 1), date(after.year, after.number * 3 - 2, 1) - ONE_DAY

    def back(self, count: int) -> "Quarter":
        """The quarter that many before; after, where `count` is negative."""
        year, number = divmod(self.year * 4 + self.number - 1 - count, 4)
        return Quarter(year, number + 1)
