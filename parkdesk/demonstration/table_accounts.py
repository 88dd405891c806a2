"""The shared accounts of a park in the demonstration: two quarters, one of them audited."""

from collections.abc import Callable, Iterator
from functools import partial

from councils import accounts
from councils.accounts import Written
from councils.models import QuarterAccount
from councils.quarters import Quarter
from parkdesk.core import clock
from parkdesk.core.flow import advance
from parkdesk.demonstration.table import Facts, Table

Deed = tuple[float, Callable[[], object]]


def deeds(table: Table, story: Facts) -> Iterator[Deed]:
    """What happens with the quarters of one park: so many office minutes back, and what."""
    for number, part in enumerate(story["quarters"], start=1):
        yield part["back"], partial(disclose, table, part)
        for name, act in (("comment", comment), ("answer", answer), ("audit", audit)):
            if name in part:
                yield part[name]["back"], partial(act, table, number, part[name])


def disclose(table: Table, part: Facts) -> None:
    """The operator writes the quarter, whoever presides lays it before the council, the office discloses it."""
    writer = table.of("operator")[0].person
    first = Quarter.of(clock.today()).back(2)
    account = accounts.start(table.council, by=writer, first=first, opening_fen=part.get("opening", 0))
    account = accounts.write(account, lines=[Written(*line) for line in part["lines"]], by=writer)
    account = advance(account, "present", by=table.presiding.person)
    accounts.disclose(account, by=table.office)


def comment(table: Table, number: int, part: Facts) -> None:
    accounts.comment(_quarter(table, number), text=part["text"], by=table.seats[part["seat"]].person)


def answer(table: Table, number: int, part: Facts) -> None:
    account = _quarter(table, number)
    accounts.answer(account, said=account.comments.get(), answer=part["text"], by=table.office)


def audit(table: Table, number: int, part: Facts) -> None:
    advance(_quarter(table, number), "audit", by=table.world.company.by_name["auditor"], audit_note=part["text"])


def _quarter(table: Table, number: int) -> QuarterAccount:
    return table.council.accounts.order_by("year", "quarter")[number - 1]
