"""What the floor remembers: the trail, its deliveries, notices, look-ups, days off, files, presses, counts."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core import actors
from parkdesk.core.append_only import append_only


class EntryQuerySet(models.QuerySet):
    def about(self, thing: models.Model) -> "EntryQuerySet":
        """Entries of one subject, oldest first."""
        return self.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk).order_by("seq")

    def public(self) -> "EntryQuerySet":
        return self.filter(is_public=True)


class Entry(models.Model):
    """One line of the trail: a step that was taken. Never edited, never deleted (triggers refuse it).

    Facts stand in `canonical` (sorted JSON, decisions 14); the words people wrote stand in the erasable EntryText.
    `hash` = SHA-256 of the previous entry's hash of the same subject and `canonical`.
    """

    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_kind = models.CharField(max_length=16)
    actor_ref = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    park_code = models.CharField(max_length=8, blank=True)
    occurred_on = models.DateField()
    canonical = models.TextField()
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "seq"], name="entry_one_seq"),
            models.CheckConstraint(
                name="entry_exactly_one_actor",
                condition=Q(actor_kind=actors.PERSON, actor__isnull=False, actor_ref="")
                | (Q(actor_kind__in=actors.HOLDER_KINDS, actor__isnull=True) & ~Q(actor_ref="")),
            ),
        ]
        indexes = [models.Index(fields=["verb", "at"], name="entry_verb_at")]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id}#{self.seq} {self.verb}"

    @property
    def step(self) -> str:
        """The last word of the verb: `accept` of `requests_flow.need.accept`."""
        return self.verb.rsplit(".", 1)[-1]

    @property
    def record(self) -> dict[str, Any]:
        return json.loads(self.canonical)

    @property
    def facts(self) -> dict[str, Any]:
        return self.record["facts"]

    @property
    def dates(self) -> dict[str, datetime]:
        """The dates that stood after this step, by name, aware."""
        return {name: datetime.fromisoformat(at) for name, at in self.facts.get("dates", {}).items() if at}

    @property
    def beneficiaries(self) -> list[int]:
        """Ids of the persons a points rule may reward (decisions 11)."""
        return self.record["beneficiaries"]

    @property
    def words(self) -> dict[str, str]:
        """What was written, by name (`note`, `answer`, …); empty after erasure."""
        try:
            return json.loads(self.text.words)
        except EntryText.DoesNotExist:
            return {}

    @property
    def note(self) -> str:
        return self.words.get("note", "")

    @property
    def subject(self) -> models.Model:
        """The thing this entry is about. Raises DoesNotExist when it is gone."""
        return apps.get_model(self.subject_type)._base_manager.get(pk=self.subject_id)


class EntryText(models.Model):
    """The words of an entry and their salt. Deleting the row erases them; the entry keeps only their hash."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="text", primary_key=True)
    salt = models.CharField(max_length=32)
    words = models.TextField()

    class Meta:
        verbose_name = _("words of an entry")

    def __str__(self) -> str:
        return f"words of {self.entry_id}"


class Delivery(models.Model):
    """One entry on its way to one listener: at least once, in order per subject (decisions 12)."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed, will be tried again")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    listener = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        constraints = [models.UniqueConstraint(fields=["entry", "listener"], name="delivery_once")]
        indexes = [models.Index(fields=["due_at"], name="delivery_open", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return f"{self.entry_id} -> {self.listener}: {self.state}"


class Notice(models.Model):
    """One event told to one recipient over one channel. Holds a reference to the recipient, never an address."""

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("on the site")
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")
        DROPPED = "dropped", _("no address")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=64, help_text="for example person:5 or need:17")
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=10)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("notice")
        constraints = [models.UniqueConstraint(fields=["entry", "recipient", "channel"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_recipient"),
            models.Index(fields=["due_at"], name="notice_open", condition=Q(state__in=["waiting", "failed"])),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} -> {self.recipient} by {self.channel}: {self.state}"


class AccessLog(models.Model):
    """A look at personal data: who looked at what, when and why. Append-only."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("look at personal data")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="accesslog_subject")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.action} {self.subject_type}:{self.subject_id}"


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday, from the yearly notice or a local suspension."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("day off")
        MAKEUP = "makeup_workday", _("swapped workday")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name_zh = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("calendar day")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class ClockShift(models.Model):
    """The one offset that web, worker and tick share in tests and demonstrations (decisions 16)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("clock shift")
        constraints = [models.CheckConstraint(name="clockshift_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.seconds} s"


class Attachment(models.Model):
    """A picture that belongs to a subject; stored privately, served only by a signed link of a few minutes.

    Without a subject it is a draft: chosen in a form that came back with an error, kept for a day.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    step = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    thumb = models.FileField(upload_to="attachments/%Y/%m/")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("picture")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]

    def __str__(self) -> str:
        return str(self.key)


class Claim(models.Model):
    """One press of one button: the key is claimed in the transaction that does the work, so it is done once."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    result = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("claimed press")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="claim_once")]
        indexes = [models.Index(fields=["at"], name="claim_at")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Tally(models.Model):
    """How often something happened in one window of time: the rate limits, shared by all processes."""

    key = models.CharField(max_length=120, primary_key=True)
    until = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("tally")

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


append_only(Entry)
append_only(AccessLog)
append_only(EntryText, refuse=("UPDATE",))
