"""Who takes a step: a person who signed in, or the holder of something (decisions 2)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

PERSON = "person"
HOLDER_KINDS = ("link", "confirmation", "key", "device", "terminal", "clock")
KINDS = (PERSON, *HOLDER_KINDS)


@dataclass(frozen=True)
class Holder:
    """Whoever holds a tracking link, a confirmation link, an API key, a device, a terminal, or the clock.

    `kind` is one of HOLDER_KINDS; `ref` says which one, without personal data ("need:17").
    """

    kind: str
    ref: str

    def __post_init__(self) -> None:
        if self.kind not in HOLDER_KINDS or not self.ref:
            raise ValueError(f"no such holder: {self.kind!r} {self.ref!r}")


CLOCK = Holder("clock", "tick")
Actor = AbstractBaseUser | Holder


def is_person(actor: object) -> bool:
    """True for somebody who signed in; False for holders and for nobody."""
    return isinstance(actor, get_user_model()) and bool(actor.pk) and actor.is_active


def columns(actor: Actor) -> dict[str, Any]:
    """The three columns that name an actor: exactly one of `actor_id` and `actor_ref` is set.

    Raises ValueError for an anonymous or unsaved user.
    """
    if isinstance(actor, Holder):
        return {"actor_id": None, "actor_kind": actor.kind, "actor_ref": actor.ref}
    if not is_person(actor):
        raise ValueError("a step needs an author: a person who signed in, or a holder")
    return {"actor_id": actor.pk, "actor_kind": PERSON, "actor_ref": ""}
