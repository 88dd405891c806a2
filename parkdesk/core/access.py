"""Looks at personal data are written down (decisions 10), and shown to the person concerned."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from parkdesk.core import clock
from parkdesk.core.models import AccessLog, LookWords

LONGEST_REASON = 200


def looked_at(thing: models.Model, *, by: models.Model, action: str, reason: str = "") -> AccessLog:
    """Write down that `by` looked at personal data of `thing`, and why (at most 200 characters)."""
    look = AccessLog.objects.create(
        at=clock.now(), actor=by, action=action, subject_type=thing._meta.label_lower, subject_id=thing.pk
    )
    if reason:
        LookWords.objects.create(look=look, words=reason[:LONGEST_REASON])
    return look


def looks_at(thing: models.Model, action: str) -> models.QuerySet[AccessLog]:
    """The looks of one kind at personal data of `thing`, with who looked, newest first."""
    about = AccessLog.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk, action=action)
    return about.select_related("actor", "said").order_by("-at", "-pk")


def looks_at_any(things: Iterable[models.Model]) -> models.QuerySet[AccessLog]:
    """All looks at personal data of these things, of every kind, newest first."""
    about = Q(pk__in=[])
    for one in things:
        about |= Q(subject_type=one._meta.label_lower, subject_id=one.pk)
    return AccessLog.objects.filter(about).select_related("actor", "said").order_by("-at", "-pk")
