"""One step for many needs of the list (批量): each through `advance`, each whole or not at all."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Person, Unit
from parkdesk.core.flow import NotNow, advance
from requests_flow import desk, incidents, together
from requests_flow.forms.units import may_be_given
from requests_flow.many import Fate, each, why_not
from requests_flow.models import Need

AT_MOST = 100
Do = Callable[..., Any]


def _dispatch(need: Need, *, unit: Unit, by: Person, note: str = "") -> Need:
    if not may_be_given(unit, need):
        raise NotNow(need, "dispatch", _("It is protected from operators and property managers."))
    return advance(need, "dispatch", by=by, unit=unit, note=note)


def _plainly(step: str) -> Do:
    return lambda need, by, **facts: advance(need, step, by=by, **facts)


# What can be done to many, in the order of the menu, and what takes it back.
DEEDS: Mapping[str, Do] = {
    "acknowledge": desk.acknowledge,
    "dispatch": _dispatch,
    "note": _plainly("note"),
    "merge": together.merge,
    "join": incidents.join,
    "close": _plainly("close"),
    "invalidate": _plainly("invalidate"),
}
UNDO: Mapping[str, str] = {"merge": "unmerge", "join": "leave"}


def preview(needs: Iterable[Need], step: str, *, by: Person) -> list[Fate]:
    """For each need whether the step is open to this person, and why not. Changes nothing."""
    return [Fate(need, why_not(need, step, by)) for need in needs]


@transaction.atomic
def take(needs: Iterable[Need], step: str, facts: Mapping[str, Any], *, by: Person) -> list[Fate]:
    """Take the step of each; what may not go stays as it is. Raises KeyError for a step that is none of many."""
    do = DEEDS[step]
    return each(needs, lambda need: do(need, by=by, **facts))


@transaction.atomic
def undo(needs: Iterable[Need], step: str, *, by: Person) -> list[Fate]:
    """Take back what was just done to these. Raises KeyError for a step that has no way back."""
    back = UNDO[step]
    return each(needs, lambda need: advance(need, back, by=by))
