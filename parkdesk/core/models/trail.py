"""The trail: entries, their erasable words, and looks at personal data."""

import json
from datetime import datetime
from functools import cached_property
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

    @cached_property
    def subject(self) -> models.Model:
        """The thing this entry is about, as it stood when first asked for. Raises DoesNotExist when it is gone."""
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


class AccessLog(models.Model):
    """A look at personal data: who looked at what, when and why. Append-only."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("look at personal data")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="accesslog_subject")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.action} {self.subject_type}:{self.subject_id}"

    @property
    def reason(self) -> str:
        """Why, in the words of whoever looked; empty where none were asked for or they were erased."""
        try:
            return self.said.words
        except LookWords.DoesNotExist:
            return ""


class LookWords(models.Model):
    """Why somebody looked. Apart, so that it can be erased: a reason may name the person whom it is about."""

    look = models.OneToOneField(AccessLog, on_delete=models.PROTECT, related_name="said", primary_key=True)
    words = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("reason of a look")

    def __str__(self) -> str:
        return f"reason of {self.look_id}"


append_only(Entry)
append_only(AccessLog)
append_only(EntryText, refuse=("UPDATE",))
append_only(LookWords, refuse=("UPDATE",))
