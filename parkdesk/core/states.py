"""The only file that imports the state machine library (django-fsm-2, the kept line of django-fsm).

Everything else speaks of steps: what a model's steps are, whether one is open, who may take it, taking it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, cast

from django.db import models
from django.db.models.signals import class_prepared
from django_fsm import GET_STATE, FSMField, Transition, transition

from parkdesk.core.actors import Actor

Permission = Callable[[Any, Actor], bool]

__all__ = ["GET_STATE", "STAYS", "StateField", "Step", "find", "sources", "step", "steps", "transition"]

STAYS = None  # as a target: the state does not change
HISTORY = "__fake__"  # the module of the models that migrations draw (django.db.migrations.state)


class StateField(FSMField):
    """A state that only steps change: assigning to it raises AttributeError."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["protected"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False, **kwargs: Any) -> None:
        """The library listens for steps of every later class; the many drawings of a migration have none to find.

        Each of them would be one more listener, and migrating an empty database would take the square of it.
        """
        super().contribute_to_class(cls, name, private_only, **kwargs)
        if cls.__module__ == HISTORY:
            class_prepared.disconnect(self._collect_transitions)


def step(
    source: Iterable[str], target: str | GET_STATE | None, may: Permission, *guards: Callable[[Any], bool]
) -> Callable[[Any], Any]:
    """One transition of the field `state`, as a decorator of its body; permission first, then guards (decisions 9)."""
    return transition("state", source=list(source), target=target, conditions=list(guards), permission=cast("Any", may))


@dataclass(frozen=True)
class Step:
    """One step of a model: its name, its sources, its targets, its guards and its permission."""

    name: str
    sources: frozenset[str]
    targets: tuple[str, ...]
    guards: tuple[Callable[[Any], bool], ...]
    permission: Permission | None

    def may(self, thing: models.Model, by: Actor) -> bool:
        """Whether this actor may ever take it (403 when not). A step without a permission is nobody's."""
        return bool(self.permission and self.permission(thing, by))

    def is_open(self, thing: models.Model) -> bool:
        """Whether it may be taken now (409 when not)."""
        return self.starts_in(thing) and all(guard(thing) for guard in self.guards)

    def starts_in(self, thing: models.Model) -> bool:
        return _state(thing) in self.sources

    def failing(self, thing: models.Model) -> Callable[[Any], bool] | None:
        """The first guard that says "not now", if any."""
        return next((guard for guard in self.guards if not guard(thing)), None)

    def take(self, thing: models.Model, **facts: Any) -> None:
        getattr(thing, _method_name(self.name))(**facts)


def _method_name(step: str) -> str:
    return f"{step}_" if iskeyword(step) else step


def _field(model: type[models.Model]) -> StateField:
    return next(field for field in model._meta.fields if isinstance(field, StateField))


def _state(thing: models.Model) -> str:
    return getattr(thing, _field(type(thing)).name)


def _transitions(model: type[models.Model]) -> Iterator[Transition]:
    """In the order of their definition, those of base classes first; the library sorts them by name."""
    defined = {name: None for base in reversed(model.__mro__) for name in vars(base)}
    places = {name: place for place, name in enumerate(defined)}
    yield from sorted(_field(model).get_all_transitions(model), key=lambda one: places[one.name])


def steps(model: type[models.Model]) -> dict[str, Step]:
    """All steps of a model by name, in the order of their definition."""
    cached = model.__dict__.get("_steps")
    if cached is None:
        cached = _collect(model)
        model._steps = cached  # type: ignore[attr-defined]
    return cached


def _collect(model: type[models.Model]) -> dict[str, Step]:
    found: dict[str, list[Transition]] = {}
    for one in _transitions(model):
        found.setdefault(one.name.removesuffix("_"), []).append(one)
    states = [value for value, _ in _field(model).choices or ()]
    return {
        name: Step(
            name=name,
            sources=frozenset(s for one in many for s in (states if one.source in ("*", "+") else [one.source])),
            targets=_targets(many[0], states),
            guards=tuple(many[0].conditions or ()),
            permission=cast("Permission | None", many[0].permission if callable(many[0].permission) else None),
        )
        for name, many in found.items()
    }


def _targets(one: Transition, states: list[str]) -> tuple[str, ...]:
    if one.target is None:
        return ()
    if isinstance(one.target, GET_STATE):
        return tuple(str(state) for state in one.target.allowed_states or states)
    return (str(one.target),)


def find(thing: models.Model, name: str) -> Step:
    """The step of that name. Raises KeyError when the model has none."""
    return steps(type(thing))[name]


def sources(model: type[models.Model], name: str) -> frozenset[str]:
    """The states from which a step starts."""
    return steps(model)[name].sources
