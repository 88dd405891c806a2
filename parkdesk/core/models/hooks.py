"""Webhooks: where other systems want to be told, and what was told them (Standard Webhooks)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parkdesk.core.models.trail import Entry


class Hook(models.Model):
    """One address of another system. Its secret is shown once, when it is made."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    url = models.CharField(_("address"), max_length=500)
    secret = models.CharField(max_length=80)
    events = models.JSONField(_("events"), default=list, help_text="verbs; empty means all")
    is_on = models.BooleanField(_("switched on"), default=True)
    since = models.DateTimeField()
    # Since when nothing has arrived: three days of it switch the hook off.
    failing_since = models.DateTimeField(null=True)
    was_given_up = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhook", args=[self.pk])


class HookMessage(models.Model):
    """One event for one webhook, word for word as it is sent; repeated, it bears the same id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("arrived")
        FAILED = "failed", _("failed, will be tried again")
        GIVEN_UP = "given_up", _("given up")

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="messages")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="hook_messages")
    verb = models.CharField(max_length=80)
    message_id = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("message of a webhook")
        constraints = [models.UniqueConstraint(fields=["hook", "entry"], name="hookmessage_once")]
        indexes = [
            models.Index(fields=["due_at"], name="hookmessage_open", condition=Q(state__in=["waiting", "failed"])),
            models.Index(fields=["hook", "-created_at"], name="hookmessage_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} -> {self.hook_id}: {self.state}"
