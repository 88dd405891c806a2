"""What a council writes, beside the bare insert of the same rows: a vote counted, a meeting ended with its minutes.

Runs inside the house's Django. Each piece is rolled back, ours as well as the bare one, so that all meet the same
vote and the same meeting; a commit costs both the same and is not measured.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import override_settings

from councils import ballots, meetings
from councils.models import Case, Council, Meeting, Round
from councils.record import record_of
from enterprises.models import Person
from parkdesk.core import clock, shift
from parkdesk.core.actors import CLOCK
from tests.bench import council
from tests.bench.hands import Work, worked_in

VOTED = timedelta(days=20)
A_WHILE = 5
Statement = tuple[str, Any]


def works(by: Person) -> dict[str, Work]:
    """Counting by name and in secret, ending a meeting, and the rows of each."""
    with override_settings(PARKDESK_CLOCK_SHIFT=True):
        named, secret = (_voted(is_secret, by) for is_secret in (False, True))
        meeting = council.sitting(by)
    acts = {
        "named": lambda: ballots.close(named, by=CLOCK),
        "secret": lambda: ballots.close(secret, by=CLOCK),
        "draft": lambda: meetings.end(Meeting.objects.get(pk=meeting.pk), by=by),
    }
    both = {name: undone(act) for name, act in acts.items()}
    both["read"] = undone(lambda: record_of(meetings.end(Meeting.objects.get(pk=meeting.pk), by=by).minutes))
    bare = {f"{name}_rows": undone(_replayed(_inserts_of(act))) for name, act in acts.items()}
    return dict(worked_in(both | bare, A_WHILE))


def _voted(is_secret: bool, by: Person) -> Round:
    """A vote whose time is over, and in which every seat has voted."""
    with shift.at(clock.now() - VOTED):
        case = council.open_vote(Council.objects.select_related("park").order_by("pk").first(), is_secret, by)
        one = Round.objects.get(case=Case.objects.get(pk=case.pk))
        for number, seat in enumerate(case.council.members()):
            ballots.cast(one, seat, "no" if number == 1 else "yes", by=seat.person, key=str(uuid4()))
    return one


def undone(act: Work) -> Work:
    """The same act in a transaction of its own that is rolled back."""

    def work() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return work


def _inserts_of(act: Work) -> list[Statement]:
    """Every INSERT of an act, with its values."""
    seen: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("INSERT"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        undone(act)()
    return seen


def _replayed(statements: list[Statement]) -> Work:
    def work() -> None:
        with connection.cursor() as line:
            for sql, values in statements:
                line.execute(sql, values)

    return work
