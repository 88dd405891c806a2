"""Looks at personal data are written down (decisions 10), and shown to the person concerned."""

from django.db import models

from parkdesk.core import clock
from parkdesk.core.models import AccessLog


def looked_at(thing: models.Model, *, by: models.Model, action: str, reason: str = "") -> AccessLog:
    """Write down that `by` looked at personal data of `thing`, and why (at most 200 characters)."""
    return AccessLog.objects.create(
        at=clock.now(),
        actor=by,
        action=action,
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        reason=reason[:200],
    )


def looks_at(thing: models.Model, action: str) -> models.QuerySet[AccessLog]:
    """The looks of one kind at personal data of `thing`, with who looked, newest first."""
    about = AccessLog.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk, action=action)
    return about.select_related("actor").order_by("-at", "-pk")
