"""The catalogue: one page for each service and language; the Chinese page drafts the numbers (decisions 23)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms import blocks, catalogue_lists, service_facts
from cms.models.page import Section, SitePage
from cms.models.panels import ChinesePanel, StandingPanel
from cms.words import Audience, Channel
from enterprises.models import Unit
from enterprises.roles import Line
from requests_flow.models import Service, ServiceTerms
from requests_flow.words import Category, Tier


class ChoicesField(models.JSONField):
    """A list of words out of a fixed set, ticked in the form."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=Audience.choices, widget=widget, required=False, label=self.verbose_name.capitalize()
        )


def in_half_days(value: Decimal) -> None:
    """A promise is made in halves of a working day."""
    if value * 2 % 1:
        raise ValidationError(_("Halves of a working day at most: 0.5, 1, 1.5."), code="halves")


class ServiceIndexPage(Section):
    """The catalogue: all services by category, with search."""

    lede = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ServicePage"]
    max_count_per_parent = 1
    LEAF = "ServicePage"
    READ_WITH = ("locale", "service__window", "service__department")

    class Meta:
        verbose_name = _("catalogue of services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | catalogue_lists.shown(ServicePage.objects.all(), request.GET)


class ServicePage(SitePage):
    """What an enterprise must know to have one thing done: who, what to bring, steps with days, fee, window."""

    code = models.CharField(_("code"), max_length=12, help_text=_("Such as TAX-03; the same in both languages."))
    service = models.ForeignKey(
        Service, null=True, editable=False, on_delete=models.PROTECT, related_name="pages", verbose_name=_("service")
    )
    summary = models.TextField(_("summary"), max_length=400)
    eligibility = models.TextField(_("who may apply"), max_length=600, blank=True)
    materials = StreamField([("material", blocks.Material())], verbose_name=_("what to bring"), blank=True)
    steps = StreamField([("step", blocks.Step())], verbose_name=_("how it goes"), blank=True)
    questions = StreamField([("question", blocks.Question())], verbose_name=_("often asked"), blank=True)
    fee = models.CharField(_("fee"), max_length=160, blank=True)
    result = models.CharField(_("result"), max_length=160, blank=True)
    channel = models.CharField(_("where to file"), max_length=10, choices=Channel, default=Channel.BOTH)
    audience = ChoicesField(_("for whom"), default=list, blank=True)
    keywords = models.TextField(
        _("keywords"), blank=True, help_text=_("As people say it, one a line. Search and sorting use them.")
    )
    # What follows is drafted here and holds from publishing on; the page shows what holds (decisions 23).
    category = models.CharField(_("category"), max_length=4, choices=Category)
    line = models.CharField(_("specialist line"), max_length=32, choices=Line)
    window = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("window"),
        limit_choices_to={"kind": Unit.Kind.WINDOW},
    )  # fmt: skip
    department = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"),
        limit_choices_to={"kind__in": [Unit.Kind.DEPARTMENT, Unit.Kind.SUBDISTRICT]},
    )  # fmt: skip
    tier_evidence = models.CharField(_("tier, as evidence"), max_length=10, choices=Tier, blank=True)
    promised_days = models.DecimalField(
        _("promised working days"), max_digits=5, decimal_places=1, default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.5")), in_half_days],
    )  # fmt: skip
    legal_limit_days = models.PositiveSmallIntegerField(_("statutory limit in working days"), null=True, blank=True)
    scope = models.CharField(
        _("what the promise covers"), max_length=10, choices=ServiceTerms.Scope, default=ServiceTerms.Scope.FULL
    )
    terms_from = models.DateField(
        _("the numbers hold from"), null=True, blank=True, help_text=_("Empty: from the day of publishing.")
    )
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("eligibility"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel("fee"), FieldPanel("result"), FieldPanel("channel"), FieldPanel("audience")],
            heading=_("At a glance"),
        ),
        FieldPanel("keywords"),
        ChinesePanel(
            [
                StandingPanel(),
                FieldPanel("promised_days"),
                FieldPanel("scope"),
                FieldPanel("legal_limit_days"),
                FieldPanel("terms_from"),
                FieldPanel("category"),
                FieldPanel("line"),
                FieldPanel("window"),
                FieldPanel("department"),
                FieldPanel("tier_evidence"),
            ],
            heading=_("Numbers and who is in charge"),
        ),
    ]
    parent_page_types = ["cms.ServiceIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("eligibility"),
        index.SearchField("materials"),
        index.SearchField("steps"),
        index.SearchField("questions"),
        index.SearchField("code"),
        index.SearchField("fee"),
        index.SearchField("result"),
        index.SearchField("said_by_people"),
    ]

    class Meta:
        verbose_name = _("service page")
        verbose_name_plural = _("service pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | service_facts.shown(self)

    def clean(self) -> None:
        """One page a language for each code."""
        super().clean()
        others = ServicePage.objects.filter(code=self.code, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and others.exists():
            raise ValidationError({"code": _("Another service page has this code.")})

    @property
    def words(self) -> list[str]:
        """The keywords as a list."""
        return [word.strip() for word in self.keywords.splitlines() if word.strip()]

    def said_by_people(self) -> str:
        """For the index: the keywords of both languages, because people ask in either."""
        known = self.service.keywords if self.service else []
        return "\n".join(dict.fromkeys([*self.words, *known]))
