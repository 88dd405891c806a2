"""The catalogue's file as pages in both languages: made once, brought in step when a row of the file has changed.

A row that was read before leaves its pages alone, so what editors changed since stays. A row that has changed wins:
its pages are published anew, and what editors had written stays in their history.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from cms.models import ServiceIndexPage, ServicePage
from parkdesk.core import clock, prepare
from requests_flow.catalogue import digest_of
from requests_flow.models import Service

CATALOGUE = Path(settings.ROOT) / "parkdesk" / "data" / "services.json"
LANGUAGES = {"zh-hans": "zh", "en": "en"}


def publish_all(source: Path = CATALOGUE) -> int:
    """Bring the pages of all services in step with the catalogue's file. Returns how many were made or published.

    Services whose row could not be read into the catalogue have no page (`requests_flow.catalogue` says why).
    """
    rows = _rows(source)
    services = {service.code: service for service in Service.objects.select_related("window", "department")}
    known = {(page.code, page.locale_id): page for page in ServicePage.objects.select_related("locale")}
    written = 0
    with transaction.atomic():
        for locale, index in _sections():
            for code in (code for code in rows if code in services):
                page = known.get((code, locale.pk))
                if page is None or page.source_digest != digest_of(rows[code]):
                    _publish(page, index, services[code], rows[code])
                    written += 1
    if written:
        prepare.analyze()
    return written


def _rows(source: Path) -> dict[str, dict[str, Any]]:
    """The rows of the file by code; of two with the same the first, as the catalogue reads them."""
    rows: dict[str, dict[str, Any]] = {}
    for row in json.loads(source.read_text(encoding="utf-8-sig"))["services"]:
        if isinstance(row, dict):
            rows.setdefault(str(row.get("code")), row)
    return rows


def _sections() -> list[tuple[Locale, ServiceIndexPage]]:
    """The catalogue in each language, Chinese first: the English page follows its service's."""
    found = ServiceIndexPage.objects.select_related("locale").order_by("locale__pk")
    return [(index.locale, index) for index in found]


def _publish(page: ServicePage | None, index: ServiceIndexPage, service: Service, row: dict[str, Any]) -> None:
    values = _values(row, LANGUAGES[index.locale.language_code], service)
    if page is None:
        twin = ServicePage.objects.filter(code=service.code).values_list("translation_key", flat=True).first()
        own = {"translation_key": twin} if twin else {}
        now = clock.now()
        dates = {"first_published_at": now, "last_published_at": now}
        index.add_child(instance=ServicePage(**values, **own, **dates, slug=service.slug, locale=index.locale))
        return
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _values(row: dict[str, Any], tongue: str, service: Service) -> dict[str, Any]:
    """The columns of a page for a row of the file."""
    return {
        "title": row[f"name_{tongue}"],
        "draft_title": row[f"name_{tongue}"],
        "summary": row.get(f"summary_{tongue}") or "",
        "search_description": row.get(f"summary_{tongue}") or "",
        "eligibility": row.get(f"eligibility_{tongue}") or "",
        "materials": [("material", _material(one, tongue)) for one in row.get("materials") or []],
        "steps": [("step", _step(one, tongue)) for one in row.get("steps") or []],
        "questions": [("question", _question(one, tongue)) for one in row.get("faq") or []],
        "fee": row.get(f"fee_{tongue}") or "",
        "result": row.get(f"result_{tongue}") or "",
        "channel": row.get("channel") or "both",
        "audience": row.get("audience") or [],
        "keywords": "\n".join(row.get(f"keywords_{tongue}") or []),
        "source_digest": digest_of(row),
        **_settled(service),
    }


def _settled(service: Service) -> dict[str, Any]:
    """What the catalogue has settled already: the numbers, and who is in charge."""
    terms = service.terms.order_by("-valid_from").first()
    along = ("code", "category", "line", "window", "department", "tier_evidence")
    return {
        "service": service,
        "promised_days": Decimal(terms.promised_half_days) / 2,
        "legal_limit_days": terms.legal_limit_days,
        "scope": terms.scope,
        **{name: getattr(service, name) for name in along},
    }


def _material(one: dict[str, Any], tongue: str) -> dict[str, Any]:
    return {
        "name": one[f"name_{tongue}"],
        "form": one["form"],
        "copies": one.get("copies") or 1,
        "is_optional": bool(one.get("optional")),
    }


def _step(one: dict[str, Any], tongue: str) -> dict[str, Any]:
    days = Decimal(str(one.get("working_days") or 0))
    return {"name": one[f"name_{tongue}"], "doer": one["role"], "days": days}


def _question(one: dict[str, Any], tongue: str) -> dict[str, Any]:
    return {"question": one[f"q_{tongue}"], "answer": one[f"a_{tongue}"]}
