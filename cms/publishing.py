"""What publishing a service page hands on to the desk: the Chinese page sets the numbers (decisions 23)."""

from typing import Any

from django.conf import settings
from django.db import transaction

from cms.models import ServicePage
from requests_flow.models import Service
from requests_flow.terms import Numbers, set_terms


def hand_on(instance: Any, **_: Any) -> None:
    """Follows `page_published`. The Chinese page settles the service; the English one adds its words."""
    if not isinstance(instance, ServicePage):
        return
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        settle(instance)
    else:
        translate(instance)


@transaction.atomic
def settle(page: ServicePage) -> Service:
    """Bring the service in step with its Chinese page, and let the page's numbers hold from their day on."""
    service, _ = Service.objects.update_or_create(code=page.code, defaults=_facts(page))
    numbers = Numbers(int(page.promised_days * 2), page.legal_limit_days, page.scope)
    set_terms(service, numbers, valid_from=page.terms_from)
    ServicePage.objects.filter(code=page.code).exclude(service=service).update(service=service)
    page.service = service
    return service


def translate(page: ServicePage) -> None:
    """Give the service its English words; without a Chinese page there is no service yet."""
    Service.objects.filter(code=page.code).update(
        name_en=page.title, summary_en=page.summary, keywords=_keywords(page.code)
    )


def _facts(page: ServicePage) -> dict[str, Any]:
    english = _other(page)
    return {
        "slug": page.slug,
        "name_zh": page.title,
        "summary_zh": page.summary,
        "name_en": english.title if english else page.title,
        "summary_en": english.summary if english else "",
        "category": page.category,
        "line": page.line,
        "window": page.window,
        "department": page.department,
        "tier_evidence": page.tier_evidence,
        "keywords": _keywords(page.code),
    }


def _other(page: ServicePage) -> ServicePage | None:
    pages = ServicePage.objects.live().filter(code=page.code)
    return pages.exclude(locale__language_code=settings.LANGUAGE_CODE).first()


def _keywords(code: str) -> list[str]:
    """The keywords of all published pages of a service, Chinese first."""
    pages = ServicePage.objects.live().filter(code=code).order_by("locale__pk")
    return list(dict.fromkeys(word for page in pages for word in page.words))
