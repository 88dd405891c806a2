"""What a service page shows besides its own text: the numbers that hold, dates counted from now, who is asked."""

import json
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.words import Doer, Form
from parkdesk.core import clock
from parkdesk.core.clock import Limit
from requests_flow import promises
from requests_flow.models import ServiceTerms
from requests_flow.words import Category

if TYPE_CHECKING:
    from cms.models import ServicePage

SIBLINGS = 4


def shown(page: "ServicePage") -> dict[str, Any]:
    """The context of one service page."""
    facts = Facts(page)
    return {
        "facts": facts,
        "start": f"{reverse('requests_flow:new')}?service={page.code}",
        "siblings": facts.siblings(),
        "json_ld": json_ld(facts),
        "crumbs": facts.crumbs(),
    }


def days_in_words(days: Decimal | float) -> str:
    """`2 working days`, `half a working day`, `the same day`; 1.5 as it is written."""
    if not days:
        return _("the same day")
    if Decimal(days) == Decimal("0.5"):
        return _("half a working day")
    number = f"{Decimal(days).normalize():f}"
    return ngettext("%(count)s working day", "%(count)s working days", int(days) if days == 1 else 2) % {
        "count": number
    }


class Paper(NamedTuple):
    """A paper to bring, as it is read."""

    name: str
    notes: str


class Stage(NamedTuple):
    """A step, as it is read."""

    name: str
    doer: str
    days: str


class Facts:
    """One service as its readers need it today."""

    def __init__(self, page: "ServicePage") -> None:
        self.page, self.service = page, page.service

    @cached_property
    def _all_terms(self) -> list[ServiceTerms]:
        return list(self.service.terms.order_by("valid_from")) if self.service else []

    @cached_property
    def terms(self) -> ServiceTerms | None:
        """The terms that hold today. Before the first publishing nothing holds: a draft shows its own numbers."""
        return next((one for one in reversed(self._all_terms) if one.valid_from <= clock.today()), None)

    @cached_property
    def planned(self) -> ServiceTerms | None:
        """Terms that will hold from a later day on."""
        return next((one for one in self._all_terms if one.valid_from > clock.today()), None)

    @property
    def half_days(self) -> int:
        return self.terms.promised_half_days if self.terms else int(self.page.promised_days * 2)

    @property
    def promised(self) -> str:
        """`2 working days`."""
        return days_in_words(Decimal(self.half_days) / 2)

    @property
    def planned_words(self) -> str:
        """What a later day will bring, in a sentence; empty when nothing is planned."""
        if self.planned is None:
            return ""
        return days_in_words(Decimal(self.planned.promised_half_days) / 2)

    @cached_property
    def due(self) -> Any:
        """When it is done at the latest if it is taken on today."""
        return promises.due(clock.now(), Limit(half_days=self.half_days))

    @property
    def is_whole(self) -> bool:
        return (self.terms.scope if self.terms else self.page.scope) == ServiceTerms.Scope.FULL

    @property
    def legal_limit(self) -> str:
        days = self.terms.legal_limit_days if self.terms else self.page.legal_limit_days
        return days_in_words(Decimal(days)) if days else ""

    @cached_property
    def window(self) -> Any:
        return self.service.window if self.service else self.page.window

    @cached_property
    def department(self) -> Any:
        return self.service.department if self.service else self.page.department

    @property
    def where(self) -> str:
        """`online, or at window 2, Registration & tax`."""
        if self.page.channel == "online" or self.window is None:
            return _("online")
        window = {"number": self.window.code.removeprefix("W"), "name": self.window.display_name}
        if self.page.channel == "window":
            return _("at window %(number)s, %(name)s") % window
        return _("online, or at window %(number)s, %(name)s") % window

    @property
    def category(self) -> str:
        return str(Category(self.category_code).label)

    @property
    def category_code(self) -> str:
        return self.service.category if self.service else self.page.category

    def papers(self) -> list[Paper]:
        """What to bring."""
        return [Paper(row.value["name"], _(", ").join(_notes(row.value))) for row in self.page.materials]

    def stages(self) -> list[Stage]:
        """How it goes."""
        return [
            Stage(row.value["name"], str(Doer(row.value["doer"]).label), days_in_words(row.value["days"] or 0))
            for row in self.page.steps
        ]

    def lines(self) -> list[tuple[str, str]]:
        """What stands at a glance beside the text; what is empty is left out."""
        lines = [
            (_("Fee"), self.page.fee),
            (_("Where"), self.where),
            (_("Opening hours"), str(settings.COMMUNITY["hours"]) if self.window else ""),
            (_("Statutory limit"), self.legal_limit),
            (_("Decided by"), self.department.display_name if self.department else ""),
            (_("Result"), self.page.result),
        ]
        return [(label, value) for label, value in lines if value]

    def crumbs(self) -> list[tuple[str, str]]:
        """The way back: the catalogue, the category in it."""
        catalogue = reverse("services")
        return [(_("Services"), catalogue), (self.category, f"{catalogue}?category={self.category_code}")]

    def siblings(self) -> list["ServicePage"]:
        """Other services of the category: those that the answers name first."""
        pages = type(self.page).objects.live().filter(category=self.page.category, locale=self.page.locale_id)
        said = " ".join(f"{row.value['question']} {row.value['answer']}" for row in self.page.questions)
        others = list(pages.exclude(pk=self.page.pk).only("title", "code", "url_path").order_by("code"))
        return sorted(others, key=lambda other: (other.code not in said, other.code))[:SIBLINGS]


def _notes(value: Any) -> list[str]:
    notes = [str(Form(value["form"]).label)]
    if value["copies"] and value["copies"] > 1:
        notes.append(ngettext("%(count)s copy", "%(count)s copies", value["copies"]) % {"count": value["copies"]})
    if value["is_optional"]:
        notes.append(_("only where it applies"))
    return notes


def json_ld(facts: Facts) -> SafeString:
    """The service for machines: schema.org `GovernmentService`. Safe inside a script element."""
    page = facts.page
    said = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.title,
        "identifier": page.code,
        "description": page.summary,
        "serviceType": facts.category,
        "url": settings.PUBLIC_URL + page.address,
        "inLanguage": page.locale.language_code,
        "provider": {
            "@type": "GovernmentOrganization",
            "name": str(settings.COMMUNITY["name"]),
            "telephone": settings.COMMUNITY["landline"],
        },
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": settings.PUBLIC_URL + reverse("requests_flow:new") + f"?service={page.code}",
            "processingTime": f"P{facts.half_days / 2:g}D",
        },
        "audience": {"@type": "Audience", "audienceType": page.eligibility},
    }
    text = json.dumps(said, ensure_ascii=False)
    return SafeString(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # nosec B703
