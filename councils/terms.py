"""How long somebody sits, and where a term stands. Pure: days in, days out (domain.md 5.2: two years)."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

YEARS = 2
# From here on the office prepares the next election: notice, nomination, vetting and vote take some six weeks.
EXPIRING_DAYS = 60
ONE_DAY = timedelta(days=1)


class Standing(models.TextChoices):
    """Where a term stands on a day; nobody sets it."""

    PLANNED = "planned", pgettext_lazy("term", "not begun")
    ACTIVE = "active", pgettext_lazy("term", "running")
    EXPIRING = "expiring", pgettext_lazy("term", "ends soon")
    CLOSED = "closed", pgettext_lazy("term", "over")


def last_day(starts_on: date, years: int = YEARS) -> date:
    """The last day of a term of so many years. One that begins on 29 February ends on 28 February."""
    year = starts_on.year + years
    if (starts_on.month, starts_on.day) == (2, 29):
        return date(year, 2, 28)
    return starts_on.replace(year=year) - ONE_DAY


def standing(starts_on: date, ends_on: date | None, today: date) -> Standing:
    """Planned, running, ending within EXPIRING_DAYS, or over, as the calendar says today."""
    if today < starts_on:
        return Standing.PLANNED
    if ends_on is None:
        return Standing.ACTIVE
    if today > ends_on:
        return Standing.CLOSED
    return Standing.EXPIRING if (ends_on - today).days < EXPIRING_DAYS else Standing.ACTIVE
