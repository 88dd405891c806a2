"""Entries on their way: to listeners, and as notices to people."""

import uuid
from datetime import time

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
        SMS = "sms", _("text message")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")
        DROPPED = "dropped", _("no address")
        OFF = "off", _("switched off")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=64, help_text="for example person:5 or need:17")
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=10)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What went out as one message: the id of its first notice. Set before it is sent, so that a repeat is the same.
    parcel = models.UUIDField(null=True, editable=False)
    is_urgent = models.BooleanField(default=False, db_default=False, help_text="waits for no digest and no morning")
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


class Wishes(models.Model):
    """How one recipient wants to be told (core.wishes): a key such as person:5 or need:17, never an address."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day at 17:00")
        WEEKLY = "weekly", _("once a week, Friday 17:00")

    recipient = models.CharField(max_length=64, unique=True)
    chosen = models.JSONField(default=dict, help_text="kind of event -> codes of channels besides the site")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(8))
    is_stopped = models.BooleanField(default=False, help_text="no more messages at all")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("wishes about notices")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.rhythm}"


class ChannelState(models.Model):
    """One channel as it stands: switched on or off by an administrator, and when it last worked or failed."""

    code = models.CharField(max_length=10, primary_key=True)
    is_on = models.BooleanField(default=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("state of a channel")

    def __str__(self) -> str:
        return f"{self.code}: {'on' if self.is_on else 'off'}"
