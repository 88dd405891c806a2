"""Entries about things that have no state machine: a wish of a firm, a called round, a patrol round, a duty."""

from typing import Any

from django.db import models

from enterprises.models import Park, Person
from parkdesk.core import clock, trail


def note_change(
    thing: models.Model, verb: str, by: Person, *, park: Park | None, words: Any = None, **facts: Any
) -> None:
    """Write what somebody did to a thing; the caller holds the transaction. `words` can be erased, facts cannot."""
    line = trail.Line(
        verb=f"{thing._meta.app_label}.{thing._meta.model_name}.{verb}",
        facts=facts,
        words=words or {},
        is_public=False,
        park_code=park.code if park else "",
        at=clock.now(),
    )
    trail.write(thing, by, line)
