"""The catalogue of services and the places, as other systems read them."""

from typing import Any

from django.db.models import QuerySet

from enterprises.models import Park
from parkdesk.core import clock
from parkdesk.core.tongues import spoken
from requests_flow.models import Service, ServiceTerms
from requests_flow.words import Category


def services() -> list[dict[str, Any]]:
    """All services by code, with the promise of today in working days; two queries whatever their number."""
    valid = ServiceTerms.objects.filter(valid_from__lte=clock.today()).order_by("valid_from")
    promised = dict(valid.values_list("service_id", "promised_half_days"))
    return [_line(one, promised.get(one.pk)) for one in Service.objects.order_by("code")]


def _line(service: Service, half_days: int | None) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": service.name,
        "summary": spoken(service.summary_zh, service.summary_en),
        "category": service.category,
        "category_name": str(Category(service.category).label),
        "promised_working_days": None if half_days is None else half_days / 2,
    }


def places(parks: QuerySet[Park]) -> list[dict[str, Any]]:
    """These parks by code, each with its buildings; two queries."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "address": one.address,
            "buildings": [{"code": building.code, "name": building.name} for building in one.buildings.all()],
        }
        for one in parks.prefetch_related("buildings").order_by("code")
    ]
