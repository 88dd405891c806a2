"""How often a test repeats itself, and how it leaves no trace between two examples.

`make test` tries few examples, always the same ones; `make deep` (PARKDESK_DEEP=1) tries many, new ones each time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from hypothesis import HealthCheck, settings

IS_DEEP = bool(os.environ.get("PARKDESK_DEEP"))


def how_many(few: int, many: int) -> int:
    """`few` in a quick run, `many` in a deep one."""
    return many if IS_DEEP else few


def examples(few: int, many: int = 500, **more: object) -> settings:
    """Settings of a property test that may use fixtures; each example cleans up after itself (`undone`)."""
    return settings(
        max_examples=how_many(few, many),
        deadline=None,
        derandomize=not IS_DEEP,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        **more,
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back at its end, append-only tables included."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
