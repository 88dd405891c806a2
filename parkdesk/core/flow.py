"""The one doorway for steps: lock, permission, guard, step, save, entry, deliveries; all in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from parkdesk.core import clock, prepared, states, trail
from parkdesk.core.actors import Actor, is_person

Thing = TypeVar("Thing", bound=models.Model)


class NotNow(Exception):
    """The step exists and is yours, but not now (409). `reason` is a sentence for the person."""

    def __init__(self, thing: models.Model, step: str, reason: str) -> None:
        super().__init__(f"{thing._meta.label_lower}.{step}: {reason}")
        self.thing, self.step, self.reason = thing, step, reason


class NotYours(PermissionDenied):
    """The step is somebody else's (403)."""

    def __init__(self, thing: models.Model, step: str) -> None:
        super().__init__(f"{thing._meta.label_lower}.{step}")
        self.thing, self.step = thing, step


def because(reason: Any) -> Any:
    """Give a guard the sentence that people read when it says "not now"."""

    def mark(guard: Any) -> Any:
        guard.reason = reason
        return guard

    return mark


def advance(thing: Thing, step: str, *, by: Actor, note: str = "", **facts: Any) -> Thing:
    """Take one step of a state machine and write its entry; returns the locked, saved thing.

    `note` and the facts named in the model's `WORDS` are words that people wrote: they go to the erasable text.
    All other facts go to the canonical entry and must hold no personal data.
    Raises NotYours (403) before NotNow (409); KeyError for a step that does not exist. Nothing is half done.
    """
    with transaction.atomic():
        locked = _lock(thing)
        facts |= _take(locked, step, by, facts)
        record(locked, step, by=by, note=note, facts=facts)
    return locked


def begin(thing: Thing, step: str, *, by: Actor, **facts: Any) -> Thing:
    """The first step of a thing that is new: like `advance`, in fewer queries. Inserts it unless the caller just did.

    Nobody else can see the row yet, so it needs no lock, and its chain has no entry to look for. What is not inserted
    yet gets its key before the step, which may make a number of it, and is written once, after the step. Raises
    IntegrityError when it has an entry after all, TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("begin() belongs into the transaction that inserts the thing")
    facts |= (_take_and_insert if thing._state.adding else _take)(thing, step, by, facts)
    record(thing, step, by=by, facts=facts, is_first=True)
    return thing


def _take(thing: models.Model, step: str, by: Actor, facts: Mapping[str, Any]) -> dict[str, str]:
    """Take the step; saves the columns that it has set. Returns the states before and after."""
    columns = _columns(thing)
    states_ = _step(thing, step, by, facts)
    thing.save(update_fields=[name for name, value in _columns(thing).items() if value != columns[name]])
    return states_


def _take_and_insert(thing: models.Model, step: str, by: Actor, facts: Mapping[str, Any]) -> dict[str, str]:
    """The same for a row that is not there yet."""
    thing.pk = prepared.next_key(type(thing))
    states_ = _step(thing, step, by, facts)
    prepared.insert(thing)
    return states_


def _step(thing: models.Model, step: str, by: Actor, facts: Mapping[str, Any]) -> dict[str, str]:
    """Permission, guard, step. Returns the states before and after."""
    one = states.find(thing, step)
    if not one.may(thing, by):
        raise NotYours(thing, step)
    refuse_unless_open(thing, one)
    before = _state(thing)
    one.take(thing, **facts)
    return {"from": before, "to": _state(thing)}


def _columns(thing: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def _lock(thing: Thing) -> Thing:
    """The row, locked, with what its model names in `LOCK_WITH` read along in the same query."""
    rows = type(thing)._default_manager.select_for_update(of=("self",))
    along = getattr(thing, "LOCK_WITH", ())
    return (rows.select_related(*along) if along else rows).get(pk=thing.pk)


def record(
    thing: models.Model, step: str, *, by: Actor, note: str = "", facts: Mapping[str, Any], is_first: bool = False
) -> Any:
    """Write the entry of a step. For records made beside a step (a rating, say) inside the caller's transaction."""
    words_names = getattr(thing, "WORDS", frozenset())
    line = trail.Line(
        verb=f"{thing._meta.app_label}.{thing._meta.model_name}.{step}",
        facts={name: value for name, value in facts.items() if name not in words_names} | _dates(thing),
        words={"note": note, **{name: str(facts[name]) for name in words_names & set(facts)}},
        is_public=step not in getattr(thing, "INTERNAL_STEPS", frozenset()),
        beneficiaries=_beneficiaries(thing, step, by),
        quantity=facts.get("quantity", 1),
        park_code=getattr(thing, "park_code", "") or "",
        at=clock.now(),
        occurred_on=_date(facts.get("occurred_on")),
    )
    return trail.write(thing, by, line, is_first=is_first)


def refuse_unless_open(thing: models.Model, step: states.Step) -> None:
    """Raise NotNow with the reason when the step does not start in this state or a guard refuses."""
    if not step.starts_in(thing):
        state = thing.get_state_display()  # type: ignore[attr-defined]
        raise NotNow(thing, step.name, _("It is now “%(state)s”; this step is not open there.") % {"state": state})
    guard = step.failing(thing)
    if guard is not None:
        raise NotNow(thing, step.name, str(getattr(guard, "reason", _("This step is not open now."))))


def open_steps(thing: models.Model, by: Actor, among: Iterable[str] | None = None) -> list[str]:
    """The names of the steps that this actor may take now, in the order of their definition.

    The state is looked at first, which costs nothing; a permission that several steps share is asked once.
    """
    wanted = None if among is None else set(among)
    may = cache(lambda permission: bool(permission and permission(thing, by)))
    steps = [
        step
        for name, step in states.steps(type(thing)).items()
        if (wanted is None or name in wanted) and step.starts_in(thing)
    ]
    return [step.name for step in steps if may(step.permission) and step.failing(thing) is None]


def _dates(thing: models.Model) -> dict[str, Any]:
    """The dates that stand after this step, for things that promise any: notices and audits read them here."""
    promised = getattr(thing, "promised_dates", None)
    return {"dates": promised()} if promised else {}


def _state(thing: models.Model) -> str:
    return str(thing.state)  # type: ignore[attr-defined]


def _beneficiaries(thing: models.Model, step: str, by: Actor) -> tuple[int, ...]:
    """Who may earn by this step: whom the thing names itself (`beneficiaries(step)`), else who took it."""
    named = getattr(thing, "beneficiaries", None)
    if named is not None:
        return tuple(named(step))
    earns = step in getattr(thing, "STEPS_WITH_BENEFICIARY", frozenset())
    return (by.pk,) if earns and is_person(by) else ()  # type: ignore[union-attr]


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else None
