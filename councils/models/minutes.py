"""Minutes (会议纪要) of a meeting: drafted from the records, gone round, countersigned, issued with their number."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import meeting_guards as guards
from councils.models.attendance import Attendance
from councils.models.correction import WORDS_OF_MINUTES, Versioned
from councils.models.within import sits_along, within_councils_of
from councils.numbering import bracketed
from parkdesk.core import clock
from parkdesk.core.append_only import append_only
from parkdesk.core.states import STAYS, StateField, transition
from parkdesk.core.tongues import spoken


def where_minutes_lie(minutes: "Minutes", name: str) -> str:
    return f"minutes/{minutes.council.park.code}/{name}"


class MinutesQuerySet(models.QuerySet):
    def issued(self) -> Self:
        """What everybody may read, the newest first."""
        return self.filter(state=Minutes.State.ISSUED).order_by("-issued_at", "-pk")

    def visible_to(self, person: object) -> Self:
        """Issued ones for all; drafts for the council, the office and its supervisors."""
        inside = within_councils_of(person) | sits_along(person, "meeting")
        return self.filter(Q(state=Minutes.State.ISSUED) | inside)

    def to_countersign_by(self, person: object) -> Self:
        """Approved, of meetings that this person attended for a party that has not signed yet."""
        signed = Countersignature.objects.filter(
            minutes__meeting=OuterRef("meeting"), party=OuterRef("representative__seat__party")
        )
        there = Attendance.objects.present().filter(meeting=OuterRef("meeting"), representative__person=person)
        return self.visible_to(person).filter(Exists(there.exclude(Exists(signed))), state=Minutes.State.APPROVED)


class Minutes(Versioned, models.Model):
    """What a meeting agreed, as a document. Figures come from the records; only its frame is written by hand.

    `record` is the canonical text (sorted JSON) of everything that page and PDF print. It is frozen when the minutes
    go round and gets number, date and issuer when they are issued; `record_sha256` is its checksum from then on.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("minutes", "draft")
        CIRCULATED = "circulated", pgettext_lazy("minutes", "gone round for objections")
        APPROVED = "approved", pgettext_lazy("minutes", "to be countersigned")
        SIGNED = "signed", pgettext_lazy("minutes", "countersigned, to be issued")
        ISSUED = "issued", pgettext_lazy("minutes", "issued")

    # The record names people: the trail keeps it among the words that can be erased.
    WORDS = WORDS_OF_MINUTES
    LOCK_WITH = ("meeting__council__park", "meeting__rule_set")

    meeting = models.OneToOneField("councils.Meeting", on_delete=models.PROTECT, related_name="minutes")
    # The meeting's, once more: each number of a council's year is kept for one.
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="minutes")
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    copy_to = models.CharField(_("copies to"), max_length=200, blank=True)
    copy_to_en = models.CharField(_("copies to, in English"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    record = models.TextField(blank=True)
    record_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to=where_minutes_lie, blank=True, max_length=200)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    circulated_at = models.DateTimeField(null=True)
    window_ends_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="minutes_number_once"),
            models.CheckConstraint(
                name="minutes_issued_are_whole",
                condition=Q(
                    state="issued", year__isnull=False, number__gte=1, issued_at__isnull=False, issuer__isnull=False
                )
                & ~Q(record_sha256="")
                | ~Q(state="issued") & Q(year=None, number=None, issued_at=None, issuer=None),
            ),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="minutes_issued", condition=Q(state="issued"))]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("councils:minutes", args=[self.council.park.code, self.pk])

    @property
    def reference(self) -> str:
        """`〔2026〕12号`, or nothing before they are issued."""
        return bracketed(self.year, self.number) if self.year and self.number else ""

    @property
    def display_title(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.title, self.title_en)

    @property
    def park_code(self) -> str:
        return self.council.park.code

    def get_pdf_url(self) -> str:
        return reverse("councils:minutes_pdf", args=[self.council.park.code, self.pk])

    def promised_dates(self) -> dict[str, Any]:
        """What each entry keeps: until when one may object, by when they are to be issued."""
        return {"window": self.window_ends_at, "due": self.meeting.minutes_due_at}

    @property
    def light(self) -> clock.Light | None:
        """How their promise stands: issued within five working days of the meeting; nothing once they are."""
        if self.state == self.State.ISSUED:
            return None
        return clock.light(clock.calendar(), clock.now(), self.meeting.ended_at, self.meeting.minutes_due_at)

    # --- steps ---------------------------------------------------------------------------------------
    @transition("state", source=State.DRAFT, target=STAYS, permission=guards.keeps_minutes)
    def frame(self, title: str, title_en: str = "", copy_to: str = "", copy_to_en: str = "") -> None:
        """What is written by hand: the title and who gets a copy."""
        self.title, self.title_en, self.copy_to, self.copy_to_en = title, title_en, copy_to, copy_to_en

    @transition(
        "state",
        source=State.DRAFT,
        target=State.CIRCULATED,
        conditions=[guards.has_all_results, guards.has_what_was_agreed, guards.is_redacted],
        permission=guards.keeps_minutes,
    )
    def circulate(self, record: str, record_sha256: str) -> None:
        self.record, self.record_sha256 = record, record_sha256
        self.circulated_at = clock.now()
        limit = clock.working_days(self.meeting.rule_set.minutes_window_days)
        self.window_ends_at = clock.due_at(clock.calendar(), self.circulated_at, limit)

    @transition(
        "state",
        source=State.CIRCULATED,
        target=STAYS,
        conditions=[guards.is_window_open],
        permission=guards.attended,
    )
    def object(self, passage: str, objection: str) -> None:
        """Somebody who was there says which passage is wrong."""

    @transition("state", source=State.CIRCULATED, target=STAYS, permission=guards.keeps_minutes)
    def answer(self, answer: str) -> None:
        """The objection is answered; the text stands."""

    @transition("state", source=State.CIRCULATED, target=State.DRAFT, permission=guards.keeps_minutes)
    def redraft(self, answer: str = "") -> None:
        """The objection is right: mended, they go round once more."""
        self.record = self.record_sha256 = ""
        self.circulated_at = self.window_ends_at = None

    @transition(
        "state",
        source=State.CIRCULATED,
        target=State.APPROVED,
        conditions=[guards.is_window_over, guards.has_no_open_objection],
        permission=guards.keeps_minutes_or_is_the_clock,
    )
    def approve(self) -> None:
        """Who did not object in time has agreed (逾期未反馈视为无异议)."""
        self.approved_at = clock.now()

    @transition("state", source=State.APPROVED, target=STAYS, permission=guards.attended)
    def countersign(self, party: str) -> None:
        """A party signs, on the record (会签)."""

    @transition(
        "state",
        source=State.APPROVED,
        target=State.SIGNED,
        conditions=[guards.has_enough_signatures],
        permission=guards.is_the_clock,
    )
    def sign(self) -> None:
        """Two parties have signed."""
        self.signed_at = clock.now()

    @transition("state", source=State.SIGNED, target=State.ISSUED, permission=guards.issues_minutes)
    def issue(self, year: int, number: int, issuer: Any, record: str, record_sha256: str) -> None:
        self.year, self.number, self.issuer = year, number, issuer
        self.record, self.record_sha256 = record, record_sha256
        self.issued_at = clock.now()


class Objection(models.Model):
    """A member who was there says that a passage is wrong; the office answers, or mends the draft."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    passage = models.CharField(_("passage"), max_length=300)
    objection = models.TextField(_("what is wrong"), max_length=1000)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.TextField(_("answer to the objection"), max_length=1000, blank=True)
    is_upheld = models.BooleanField(_("mended"), default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.passage}"


class Countersignature(models.Model):
    """A party signed what went round; `signed_sha256` says which text that was. Never changed, never removed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="countersignatures")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    party = models.CharField(_("party"), max_length=12)
    signed_at = models.DateTimeField(default=clock.now, editable=False)
    signed_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("countersignature")
        verbose_name_plural = _("countersignatures")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["minutes", "party"], name="countersigned_once_a_party")]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.party}"


append_only(Countersignature)
