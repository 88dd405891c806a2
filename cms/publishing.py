"""What publishing a service page hands on to the desk: the Chinese page sets the numbers (decisions 23)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.search import index

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
    page.service = service
    _bring_in_step(service)
    return service


@transaction.atomic
def translate(page: ServicePage) -> None:
    """Give the service its English words; without a Chinese page there is no service yet."""
    service = Service.objects.filter(code=page.code).first()
    if service is None:
        return
    service.name_en, service.summary_en, service.keywords = page.title, page.summary, _keywords(page.code)
    for name, rows in _english_rows(page).items():
        setattr(service, name, _named(getattr(service, name), rows))
    service.save(update_fields=["name_en", "summary_en", "keywords", "materials", "steps"])
    _bring_in_step(service)


def _bring_in_step(service: Service) -> None:
    """Every page of a service stands in its category and is found by the words of both languages.

    The category is entered on the Chinese page only; a text that was written earlier carries an older one.
    """
    pages = ServicePage.objects.filter(code=service.code)
    pages.update(service=service, category=service.category)
    for page in pages.live().select_related("service"):
        index.insert_or_update_object(page)


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
        **_rows(page, english),
    }


def _rows(page: ServicePage, english: ServicePage | None) -> dict[str, list[dict[str, Any]]]:
    """What to bring and how it goes, as the desk keeps it: by the Chinese page, named in English where it can be."""
    papers = [{"zh": row.value["name"], "en": "", "is_optional": row.value["is_optional"]} for row in page.materials]
    steps = [
        {"zh": row.value["name"], "en": "", "half_days": int(row.value["days"] * 2), "doer": row.value["doer"]}
        for row in page.steps
    ]
    names = _english_rows(english) if english else {"materials": [], "steps": []}
    return {"materials": _named(papers, names["materials"]), "steps": _named(steps, names["steps"])}


def _english_rows(page: ServicePage) -> dict[str, list[str]]:
    return {name: [row.value["name"] for row in getattr(page, name)] for name in ("materials", "steps")}


def _named(rows: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    """The rows with their English names, where the English page has as many rows; else with those they had."""
    if len(names) != len(rows):
        return rows
    return [row | {"en": name} for row, name in zip(rows, names, strict=True)]


def _other(page: ServicePage) -> ServicePage | None:
    pages = ServicePage.objects.live().filter(code=page.code)
    return pages.exclude(locale__language_code=settings.LANGUAGE_CODE).first()


def _keywords(code: str) -> list[str]:
    """The keywords of all published pages of a service, Chinese first."""
    pages = ServicePage.objects.live().filter(code=code).order_by("locale__pk")
    return list(dict.fromkeys(word for page in pages for word in page.words))
