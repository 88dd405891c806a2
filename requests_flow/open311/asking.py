"""Which requests a call asks for, and who may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from parkdesk.core import clock
from requests_flow import reference as references
from requests_flow.models import ApiKey, Need
from requests_flow.models.queries import NeedQuerySet
from requests_flow.open311.refusals import Refused
from requests_flow.words import Category

LONGEST, MOST = timedelta(days=90), 1000
STATES = {"open": Q(closed_at__isnull=True), "closed": Q(closed_at__isnull=False)}


@dataclass(frozen=True)
class Span:
    """From when until when something was handed in."""

    start: datetime
    end: datetime


def readable_by(key: ApiKey | None) -> NeedQuerySet:
    """What a caller may know of: what its key handed in. Without a key that is nothing: no need is public by itself."""
    needs = Need.objects.of_key(key) if key is not None else Need.objects.none()
    return needs.select_related("park", "building", "unit", "keyed").order_by("-submitted_at", "-pk")


def one(key: ApiKey | None, number: str) -> Need:
    """The request of this number. Raises Refused when there is none for this caller."""
    need = readable_by(key).filter(reference=references.tidy(number) or "-").first()
    if need is None:
        raise Refused(404, _("This service_request_id was not found, or is not one that this caller may know of."))
    return need


def asked_for(key: ApiKey | None, asked: Mapping[str, str]) -> NeedQuerySet:
    """At most MOST requests by the filters of the specification; ids overrule all others. Raises Refused."""
    needs = readable_by(key)
    if ids := _list(asked, "service_request_id"):
        return needs.filter(reference__in=[references.tidy(one) or "-" for one in ids])[:MOST]
    span = span_of(asked)
    needs = needs.filter(submitted_at__gte=span.start, submitted_at__lte=span.end)
    if codes := _list(asked, "service_code"):
        needs = needs.filter(Q(category__in=codes) | Q(category="", keyed__called__in=codes))
    return needs.filter(_states(_list(asked, "status")))[:MOST]


def span_of(asked: Mapping[str, str]) -> Span:
    """The days asked for: at most 90; the last 90 when nothing is said. Raises Refused."""
    start, end = _moment(asked, "start_date"), _moment(asked, "end_date")
    end = end or (start + LONGEST if start else clock.now())
    start = start or end - LONGEST
    if not timedelta(0) <= end - start <= LONGEST:
        raise Refused(400, _("start_date and end_date may lie at most 90 days apart."))
    return Span(start, end)


def _list(asked: Mapping[str, str], name: str) -> list[str]:
    said = [one.strip() for one in asked.get(name, "").replace("\x00", "").split(",") if one.strip()][:MOST]
    if name == "service_code" and not set(said) <= set(Category.values):
        raise Refused(404, _("This service_code was not found."))
    return said


def _states(said: list[str]) -> Q:
    if not set(said) <= set(STATES):
        raise Refused(400, _("status is “open” or “closed”."))
    found = Q()
    for state in said:
        found |= STATES[state]
    return found


def _moment(asked: Mapping[str, str], name: str) -> datetime | None:
    said = asked.get(name, "").strip().replace(" ", "+")
    if not said:
        return None
    try:
        moment = parse_datetime(said) or datetime.combine(parse_date(said) or _no_date(name), datetime.min.time())
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        return aware if abs(aware - clock.now()) < timedelta(days=36_500) else _no_date(name)
    except (ValueError, OverflowError) as error:
        raise Refused(400, _("%(name)s reads like 2026-11-24T09:30:00Z.") % {"name": name}) from error


def _no_date(name: str) -> datetime:
    raise ValueError(name)
