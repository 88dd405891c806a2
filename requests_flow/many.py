"""One deed done to many needs: each goes by itself, and one that may not stays and says why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import states
from parkdesk.core.flow import NotNow, NotYours, refuse_unless_open
from requests_flow.models import Need


@dataclass(frozen=True)
class Fate:
    """One of many: `why_not` is a sentence for the person, empty when it goes (or went)."""

    need: Need
    why_not: str = ""

    @property
    def goes(self) -> bool:
        return not self.why_not


def not_yours() -> str:
    return _("It belongs to another line or unit.")


def why_not(need: Need, step: str, by: Person) -> str:
    """Why this person may not take the step now; empty when they may. Changes nothing."""
    one = states.find(need, step)
    if not one.may(need, by):
        return not_yours()
    try:
        refuse_unless_open(need, one)
    except NotNow as refused:
        return refused.reason
    return ""


def each(needs: Iterable[Need], work: Callable[[Need], Any]) -> list[Fate]:
    """Do `work` to each need, each whole or not at all. Call it inside a transaction to keep or drop all together."""
    return [Fate(need, _try(need, work)) for need in needs]


def _try(need: Need, work: Callable[[Need], Any]) -> str:
    try:
        with transaction.atomic():
            work(need)
    except NotYours:
        return not_yours()
    except NotNow as refused:
        return refused.reason
    return ""
