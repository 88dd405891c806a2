"""One contact budget (domain.md 9): a firm that was visited, called back or asked lately is not asked again."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Max

from enterprises.models import Enterprise
from parkdesk.core import clock
from requests_flow.models import CircularCopy, FollowUp, Sparing, Visit


def last_surveys(parks: Iterable[int], since: date) -> dict[int, date]:
    """When the firms of these parks were last sent a questionnaire, as far as that is not before a day."""
    sent = _surveys(since).filter(enterprise__park__in=parks)
    return _days(sent.order_by().values_list("enterprise").annotate(Max("circular__sent_at")))


def last_survey(firm: Enterprise) -> date | None:
    """When one firm was last sent a questionnaire."""
    return last_surveys([firm.park_id], date.min).get(firm.pk)


def spared(day: date) -> set[int]:
    """Firms that asked to be left in peace."""
    return set(Sparing.objects.on(day).values_list("enterprise", flat=True))


def contacted(since: date, *, but: int | None = None) -> set[int]:
    """Firms that were visited, called back or sent a questionnaire after a day; a notice that is corrected apart."""
    begin = clock.at(since, time.max)
    visited = Visit.objects.standing().filter(visited_on__gt=since)
    called = FollowUp.objects.filter(at__gt=begin, need__enterprise__isnull=False)
    asked = _surveys(since).filter(circular__sent_at__gt=begin).exclude(circular=but)
    return {
        *visited.order_by().values_list("enterprise", flat=True),
        *called.order_by().values_list("need__enterprise", flat=True),
        *asked.order_by().values_list("enterprise", flat=True),
    }


def _surveys(since: date):
    asked = CircularCopy.objects.filter(circular__questionnaire__is_survey=True)
    return asked if since == date.min else asked.filter(circular__sent_at__gte=clock.at(since, time.min))


def _days(rows: Iterable[tuple[int, datetime]]) -> dict[int, date]:
    return {firm: at.astimezone(clock.SHANGHAI).date() for firm, at in rows}
