"""Entries on their way: to listeners, and as notices to people."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core.models.trail import Entry


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
