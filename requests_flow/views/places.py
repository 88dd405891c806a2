"""What a code on a wall brought in: scans and needs by day, as a small chart, a table and a CSV."""

from collections import Counter
from datetime import date, time
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises import scans
from enterprises.models import PlaceCode
from parkdesk.core import clock, spreadsheets
from parkdesk.core.words_of_time import local, short_day
from requests_flow.models import Need

DAYS = 30
# The chart's own units: one bar of scans a day, the needs of the day as a darker one before it.
STEP, HEIGHT = 20, 100


class Day(NamedTuple):
    """One day of a code."""

    day: date
    scans: int
    needs: int


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The last thirty days of one code."""
    place, days = _days(request, code)
    facts = {
        "place": place,
        "days": days,
        "bars": _bars(days),
        "width": STEP * DAYS,
        "rows": [(short_day(one.day), one.scans, one.needs) for one in reversed(days) if one.scans or one.needs],
        "heads": [_("Day"), _("Scans"), _("Needs")],
        "sums": {"scans": sum(one.scans for one in days), "needs": sum(one.needs for one in days)},
        "crumbs": [(_("Place codes"), reverse("enterprises:places"))],
    }
    return render(request, "requests_flow/place_figures.html", facts)


@require_safe
def figures_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same numbers, every day of the thirty."""
    place, days = _days(request, code)
    rows = [(one.day, one.scans, one.needs) for one in days]
    sheet = spreadsheets.Sheet(place.code, [_("Day"), _("Scans"), _("Needs")], lambda: rows)
    return spreadsheets.answer(sheet, "csv", f"place-{place.code}")


def _days(request: HttpRequest, code: str) -> tuple[PlaceCode, list[Day]]:
    place = get_object_or_404(PlaceCode.objects.select_related("park", "building"), code=code)
    scanned = scans.by_day(place, DAYS)
    heard = Need.objects.visible_to(request.user).filter(  # type: ignore[arg-type]
        place_code=place, submitted_at__gte=clock.at(min(scanned), time()), is_personal=False, is_protected=False
    )
    needs = Counter(local(moment).date() for moment in heard.values_list("submitted_at", flat=True))
    return place, [Day(day, count, needs[day]) for day, count in scanned.items()]


def _bars(days: list[Day]) -> list[dict[str, Any]]:
    """Whole numbers for the chart; whatever is counted at all is seen."""
    most = max([1, *(one.scans for one in days), *(one.needs for one in days)])

    def tall(count: int) -> int:
        return max(2, count * HEIGHT // most) if count else 0

    return [
        {"x": place * STEP, "scans": tall(one.scans), "over": HEIGHT - tall(one.scans),
         "needs": tall(one.needs), "over_needs": HEIGHT - tall(one.needs)}
        for place, one in enumerate(days)
    ]  # fmt: skip
