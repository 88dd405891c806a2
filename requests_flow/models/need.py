"""The need: the central record, and every step it can take (decisions 25; the table is docs/journey.md)."""

import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Line
from parkdesk.core import clock
from parkdesk.core.search import SearchTextField
from parkdesk.core.states import StateField
from requests_flow import words
from requests_flow.models.council_steps import CouncilSteps
from requests_flow.models.handling_steps import HandlingSteps
from requests_flow.models.judging_steps import JudgingSteps
from requests_flow.models.overdue_steps import OverdueSteps
from requests_flow.models.queries import NeedQuerySet
from requests_flow.models.sorting_steps import SortingSteps
from requests_flow.models.steps import Steps

OPEN, ENDED = Q(closed_at__isnull=True), Q(closed_at__isnull=False)


def new_salt() -> str:
    """Half of a tracking link's secret; the other half is the site's key."""
    return secrets.token_hex(16)


def digest_token(token: str) -> str:
    """What the database keeps of a tracking token: enough to find it, not enough to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Need(CouncilSteps, OverdueSteps, HandlingSteps, JudgingSteps, SortingSteps, Steps, models.Model):
    """What an enterprise, or a person in one, asks for. Only `advance` changes its state."""

    State = words.State
    WORDS = frozenset(
        {"answer", "question", "reason", "route", "message", "comment", "waits_for", "title", "stays", "whole", "task"}
    )
    INTERNAL_STEPS = frozenset(
        {
            "note", "return", "ask_extension", "refuse_extension", "remind", "invalidate", "rate", "link", "unlink",
            "leave", "miss_call", "wish_call", "allow_correction", "ask_support", "hand_down", "transfer", "escalate",
            "explain", "contact_rater", "uphold", "rate_again",
        }
    )  # fmt: skip
    STEPS_WITH_BENEFICIARY = frozenset({"confirm_facts"})
    LOCK_WITH = ("park",)

    reference = models.CharField(_("reference"), max_length=24, unique=True, null=True, editable=False)
    link_salt = models.CharField(max_length=32, default=new_salt, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    state = StateField(_("state"), max_length=20, choices=words.State, default=words.State.DRAFT)
    channel = models.CharField(_("channel"), max_length=10, choices=words.Channel)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    kind = models.CharField(_("kind"), max_length=12, choices=words.Kind, default=words.Kind.NEED)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    category = models.CharField(_("category"), max_length=4, choices=words.Category, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=words.Tier, blank=True)
    tier_rule = models.CharField(_("rule of the tier"), max_length=4, blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=words.Urgency, default=words.Urgency.NORMAL)
    is_personal = models.BooleanField(_("personal, not for the enterprise"), default=False)
    is_protected = models.BooleanField(_("protected from operator and employer"), default=False)

    park = models.ForeignKey("enterprises.Park", null=True, on_delete=models.PROTECT, related_name="needs")
    building = models.ForeignKey(
        "enterprises.Building", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    place_code = models.ForeignKey(
        "enterprises.PlaceCode", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    room = models.CharField(_("room"), max_length=60, blank=True)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", null=True, db_index=False, on_delete=models.PROTECT, related_name="needs"
    )
    enterprise_name = models.CharField(_("enterprise, as written"), max_length=120, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="reported_needs"
    )

    line = models.CharField(_("specialist line"), max_length=32, choices=Line, blank=True)
    service = models.ForeignKey("requests_flow.Service", null=True, on_delete=models.PROTECT, related_name="needs")
    promised_half_days = models.PositiveSmallIntegerField(_("frozen promise in half working days"), null=True)
    first_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="owned_needs"
    )
    unit = models.ForeignKey(
        "enterprises.Unit", null=True, db_index=False, on_delete=models.PROTECT, related_name="needs"
    )
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    merged_from = models.CharField(_("state before merging"), max_length=20, choices=words.State, blank=True)
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="split_parts")
    incident = models.ForeignKey(
        "requests_flow.Incident", null=True, on_delete=models.PROTECT, related_name="needs", db_index=False
    )

    # Where it came from when another system had it first, and its number there (decisions 32).
    outside_kind = models.CharField(_("other system"), max_length=10, choices=words.Outside, blank=True)
    outside_number = models.CharField(_("number in the other system"), max_length=40, blank=True)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    triaged_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    called_again_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    resumes_to = models.CharField(max_length=20, choices=words.State, blank=True)
    waits_for = models.CharField(_("outside body waited for"), max_length=80, blank=True)
    reply_due_at = models.DateTimeField(null=True)
    resolve_due_at = models.DateTimeField(null=True)
    due_from = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=words.Outcome, blank=True)
    handling = models.PositiveSmallIntegerField(_("handling"), default=1)
    is_rated = models.BooleanField(_("this handling is rated"), default=False)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    extension_days_asked = models.PositiveSmallIntegerField(_("working days asked for"), default=0)
    search_text = SearchTextField()

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                name="need_has_reference_once_submitted", condition=Q(state="draft") | Q(reference__isnull=False)
            ),
            models.CheckConstraint(
                name="need_outcome_once_resolved",
                condition=Q(outcome="") | Q(resolved_at__isnull=False),
            ),
            # `open()` asks these dates instead of the state; here the two are promised to be the same.
            models.CheckConstraint(name="need_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))),
            models.CheckConstraint(
                name="need_handed_in_has_its_date",
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="need_ended_has_its_date",
                condition=Q(state__in=words.ENDS, closed_at__isnull=False)
                | (~Q(state__in=words.ENDS) & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            # Without a value in the condition: both databases then use it with parameters (see NeedQuerySet.open).
            # Wide, so that the counts of open work (lists.py) are read from it alone.
            models.Index(
                fields=["due_at", "id", "state", "stopped_at", "owner", "handler", "line"],
                name="need_open_due",
                condition=OPEN,
            ),
            models.Index(fields=["-submitted_at", "-id"], name="need_ended", condition=ENDED),
            models.Index(fields=["submitted_at", "id"], name="need_open_since", condition=OPEN),
            models.Index(fields=["unit", "state"], name="need_unit"),
            models.Index(fields=["outside_number"], name="need_outside_number", condition=~Q(outside_number="")),
            models.Index(fields=["owner", "due_at"], name="need_owner"),
            models.Index(fields=["enterprise", "-submitted_at"], name="need_enterprise"),
            models.Index(fields=["incident"], name="need_incident", condition=Q(incident__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reference or '–'} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:need", args=[self.reference])

    @property
    def token(self) -> str:
        """The secret of the tracking link: 160 bits, made from the salt and the site's key, never stored."""
        return self._secret("track")[:40]

    @property
    def pin(self) -> str:
        """Four digits that open a masked view together with the reference."""
        return f"{int(self._secret('pin')[:12], 16) % 10000:04d}"

    def _secret(self, purpose: str) -> str:
        key = f"{settings.SECRET_KEY}:need:{purpose}".encode()
        return hmac.new(key, self.link_salt.encode(), hashlib.sha256).hexdigest()

    def get_tracking_url(self) -> str:
        return reverse("requests_flow:track", args=[self.token])

    @property
    def park_code(self) -> str:
        return self.park.code if self.park else ""

    @property
    def place_name(self) -> str:
        """Where it is: park, building, room, as far as known."""
        parts = [self.park, self.building, self.room]
        return " ".join(str(part) for part in parts if part)

    @property
    def is_open(self) -> bool:
        return self.state not in words.ENDS

    @property
    def is_stopped(self) -> bool:
        return self.state in words.STOPPED

    @property
    def promised_next_at(self):
        """The next date that was promised to the reporter: the first reply, then completion."""
        return self.resolve_due_at if self.replied_at or not self.reply_due_at else self.reply_due_at

    def promised_dates(self):
        """What each entry keeps of the dates that stood after its step."""
        return {"due": self.due_at, "reply": self.reply_due_at, "resolve": self.resolve_due_at}

    @property
    def light(self) -> clock.Light | None:
        """The supervision light of what is due next; None when nothing is."""
        return light_of(self)


def light_of(need: Any) -> clock.Light | None:
    """The light of a need, or of a row of a list that has its state and dates."""
    if need.due_at is None or need.state in words.ENDS:
        return None
    since = need.stopped_at if need.state in words.STOPPED else None
    return clock.light(clock.calendar(), clock.now(), need.due_from, need.due_at, since)
