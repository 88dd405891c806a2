"""What other systems read of services and requests: no names, no numbers, nothing of others."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from requests_flow.masking import masked
from requests_flow.models import Need, Service
from requests_flow.open311.formats import Rows
from requests_flow.words import LINE_OF_CATEGORY, Category

NAMED = 6


def services() -> Rows:
    """The 14 categories. Our 56 standard services of a category are its description; one query."""
    names: dict[str, list[str]] = {}
    for service in Service.objects.order_by("code"):
        names.setdefault(service.category, []).append(service.name)
    return [_service(Category(code), names.get(code, [])) for code in Category.values]


def _service(category: Category, names: list[str]) -> dict[str, Any]:
    return {
        "service_code": category.value,
        "service_name": str(category.label),
        "description": " · ".join(names[:NAMED]),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": str(LINE_OF_CATEGORY[category].label),
    }


def request(need: Need) -> dict[str, Any]:
    """How one request stands. The directory has no coordinates, so there is an address and neither `lat` nor `long`."""
    # Sorted as private or protected since, it says no more than how it stands (decisions 5, 6).
    is_told = not (need.is_personal or need.is_protected)
    code = need.category or need.keyed.called or Category.OTH.value
    return {
        "service_request_id": need.reference,
        "status": "open" if need.is_open else "closed",
        "status_notes": str(need.get_state_display()),
        "service_name": str(Category(code).label),
        "service_code": code,
        "description": masked(need.text) if is_told else "",
        "agency_responsible": str(settings.COMMUNITY["desk"]),
        "service_notice": "",
        "requested_datetime": _moment(need.submitted_at),
        "updated_datetime": _moment(_updated(need)),
        "expected_datetime": _moment(need.promised_next_at or need.due_at) if need.is_open else "",
        "address": need.place_name if is_told else "",
        "address_id": _address_id(need) if is_told else "",
        "zipcode": "",
        "media_url": "",
    }


def _address_id(need: Need) -> str:
    place = need.building or need.park
    return place.code if place else ""


def _updated(need: Need) -> Any:
    """When its state changed last, as far as a date of it is kept."""
    names = (
        "submitted",
        "acknowledged",
        "triaged",
        "dispatched",
        "accepted",
        "replied",
        "resolved",
        "closed",
        "reopened",
    )
    return max(at for name in names if (at := getattr(need, f"{name}_at")))


def _moment(value: Any) -> str:
    return timezone.localtime(value).replace(microsecond=0).isoformat() if value else ""
