"""Supervision orders (督办单): what the party committee follows until it is done (domain.md 7)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import supervision_lights
from councils.models.supervision_queries import SupervisionOrderQuerySet
from councils.models.supervision_steps import SupervisionSteps
from councils.numbering import bracketed
from councils.supervision_words import ENDS, State
from parkdesk.core import clock
from parkdesk.core.states import StateField
from requests_flow.words import Tier

OPEN = Q(ended_at__isnull=True)


class SupervisionOrder(SupervisionSteps, models.Model):
    """One matter that somebody above the handler follows, beside the need and never a state of it (decisions 25)."""

    State = State

    class Source(models.TextChoices):
        MAJOR = "major", pgettext_lazy("source of an order", "major need")
        OVERDUE = "overdue", pgettext_lazy("source of an order", "overdue need")
        RESOLUTION = "resolution", pgettext_lazy("source of an order", "council's resolution")
        SUPERIOR = "superior", pgettext_lazy("source of an order", "handed down by a superior")
        COMMITTEE = "committee", pgettext_lazy("source of an order", "chosen by the party committee")

    class Evidence(models.TextChoices):
        CONFIRMED = "confirmed", _("the reporter confirmed it")
        PHOTO = "photo", _("photos")
        DOCUMENT = "document", _("a document")
        ON_SITE = "on_site", _("seen on site")

    LOCK_WITH = ("need", "park", "unit")
    WORDS = frozenset({"text", "reason", "requirement", "in_charge", "finding", "conclusion"})

    year = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)
    state = StateField(_("state"), max_length=12, choices=State, default=State.DRAFTED)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    need = models.ForeignKey(
        "requests_flow.Need", null=True, on_delete=models.PROTECT, related_name="supervision_orders"
    )
    resolution = models.ForeignKey(
        "councils.Resolution", null=True, on_delete=models.PROTECT, related_name="supervision_orders"
    )
    park = models.ForeignKey("enterprises.Park", null=True, on_delete=models.PROTECT, related_name="supervision_orders")
    subject = models.CharField(_("matter"), max_length=120)
    requirement = models.TextField(_("what has to be done"), blank=True)
    # Who answers for it; upwards nobody is ordered, so a line of ours asks another body (decisions 31).
    unit = models.ForeignKey("enterprises.Unit", null=True, on_delete=models.PROTECT, related_name="supervision_orders")
    in_charge = models.CharField(_("person in charge"), max_length=60, blank=True)
    supporting = models.ManyToManyField("enterprises.Unit", related_name="supported_orders", blank=True)
    asked = models.ForeignKey("enterprises.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence, blank=True)
    finding = models.TextField(_("what the check found"), blank=True)
    conclusion = models.TextField(_("opinion on striking off"), blank=True)

    # Its own limit; without one it runs by what was promised to the reporter.
    own_due_at = models.DateTimeField(_("to be done by"), null=True)
    overdue_since = models.DateTimeField(null=True, editable=False)
    next_from = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    feedbacks = models.PositiveSmallIntegerField(default=0)
    own_extensions = models.PositiveSmallIntegerField(default=0)
    own_days_asked = models.PositiveSmallIntegerField(default=0)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    registered_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    red_at = models.DateTimeField(null=True)

    objects = SupervisionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision order")
        verbose_name_plural = _("supervision orders")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="order_number_once"),
            models.UniqueConstraint(fields=["need"], condition=OPEN, name="order_one_open_a_need"),
            models.UniqueConstraint(fields=["resolution"], condition=OPEN, name="order_one_open_a_resolution"),
            # What was proposed once and not taken up is not proposed again for the same date.
            models.UniqueConstraint(fields=["need", "overdue_since"], name="order_once_an_overdue_date"),
            models.CheckConstraint(
                name="order_number_once_registered",
                condition=Q(registered_at__isnull=True, number__isnull=True, year__isnull=True)
                | Q(registered_at__isnull=False, number__isnull=False, year__isnull=False),
            ),
            models.CheckConstraint(
                name="order_ended_has_its_date",
                condition=Q(state__in=ENDS, ended_at__isnull=False) | (~Q(state__in=ENDS) & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="order_unit"),
            models.Index(fields=["-ended_at", "-id"], name="order_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        return reverse("councils:order", args=[self.pk])

    @property
    def reference(self) -> str:
        """`督〔2026〕5号` in every language, as it is printed; empty before it is registered."""
        return f"督{bracketed(self.year, self.number)}" if self.year and self.number else ""

    @property
    def park_code(self) -> str:
        return self.park.code if self.park else ""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_private(self) -> bool:
        """Its need is protected or personal: it is named in no list that goes round."""
        return self.need is not None and (self.need.is_protected or self.need.is_personal)

    @property
    def is_request(self) -> bool:
        """A line of ours asks a body that nobody here can order (提请、商请)."""
        return self.asked_id is not None

    # --- dates ---------------------------------------------------------------------------------------
    @property
    def follows_need(self) -> bool:
        """Its limit is what was promised to the reporter, and moves with it."""
        return self.own_due_at is None and self.need is not None

    @property
    def due_at(self) -> datetime | None:
        return self.need.resolve_due_at if self.follows_need else self.own_due_at

    @property
    def is_of_major_need(self) -> bool:
        return self.need is not None and self.need.tier == Tier.MAJOR

    @property
    def days_asked(self) -> int:
        """Working days of an extension that waits for an answer."""
        return self.need.extension_days_asked if self.follows_need else self.own_days_asked

    @property
    def extensions(self) -> int:
        return self.need.extensions if self.follows_need else self.own_extensions

    @property
    def light(self) -> clock.Light | None:
        return supervision_lights.light_of(self)

    @property
    def missed(self) -> str:
        """What should have come by now, in words; empty when nothing is missing."""
        return supervision_lights.missed(self)

    def promised_dates(self) -> dict[str, Any]:
        return {"due": self.due_at, "next": self.next_due_at}
