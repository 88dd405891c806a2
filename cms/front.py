"""What the front page shows of the house's own records: figures with their date, windows, promises by tier."""

from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from enterprises.models import Unit
from parkdesk.core import clock
from requests_flow import measures, promises
from requests_flow.measures import Span
from requests_flow.models import Need
from requests_flow.words import TIER_ORDER, Tier

# Everybody who comes in sees this page: what counts many needs is counted once in a while.
FRESH_SECONDS = 300
OFTEN_DAYS, OFTEN_SHOWN = 90, 4
SINCE_THE_BEGINNING = date(2000, 1, 1)
HEADS = (_("Tier"), _("First answer"), _("Unit named"), _("First reply"), _("Completed"))


def figures() -> dict[str, Any]:
    """Collected, solved, open and overdue needs, and the day for which they stand."""
    return _kept("figures", _figures)


def often(pages: PageQuerySet) -> list[Any]:
    """The pages of the services that were asked for most in the last months, at most a handful."""
    codes = _kept("often", _often)
    known = {page.code: page for page in pages.filter(code__in=codes).only("title", "code", "url_path")}
    return [known[code] for code in codes if code in known]


def windows() -> Any:
    """The windows of the hall."""
    return Unit.objects.filter(kind=Unit.Kind.WINDOW).order_by("code")


def promised() -> list[list[str]]:
    """Each tier with its limits in words."""
    return [[str(Tier(tier).label), *_limits(promises.TABLE[tier])] for tier in TIER_ORDER]


def _limits(limits: promises.Limits) -> list[str]:
    return [promises.words_of(one) for one in (limits.acknowledge, limits.triage, limits.reply, limits.resolve)]


def _kept(name: str, count: Any) -> Any:
    """Counted at most every few minutes; a new day counts anew."""
    return cache.get_or_set(f"cms.front.{name}.{clock.today()}", count, FRESH_SECONDS)


def _figures() -> dict[str, Any]:
    now = clock.now()
    span = Span(SINCE_THE_BEGINNING, clock.today())
    return {
        "collected": measures.collected(span).count(),
        "solved": measures.solved(span).count(),
        "open": Need.objects.open().count(),
        "overdue": measures.overdue(now).count(),
        "as_of": clock.today(),
    }


def _often() -> list[str]:
    since = clock.now() - timedelta(days=OFTEN_DAYS)
    asked = Need.objects.handed_in().filter(submitted_at__gte=since, service__isnull=False)
    rows = asked.order_by().values("service__code").annotate(times=Count("pk")).order_by("-times", "service__code")
    return [row["service__code"] for row in rows[:OFTEN_SHOWN]]
