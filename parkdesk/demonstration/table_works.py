"""Small works of the demonstration: one accepted with its pictures, one being built."""

from datetime import date

from councils import works
from councils.models import SmallWork
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.demonstration import pictures
from parkdesk.demonstration.table import Facts, Table


def propose(table: Table, key: str, facts: Facts) -> None:
    """A work with its shares; its case is found by the same name afterwards."""
    said = {**facts, "pictures": _pictures(facts)}
    work = works.propose(table.council, works.Plan(**said), by=table.office)
    table.works[key] = work


def contract(table: Table, key: str, facts: Facts) -> None:
    work = _work(table, key)
    due_on = _in_days(facts["days"])
    works.contract(work, contractor=facts["contractor"], due_on=due_on, pictures=[], by=_worker(table, work))


def start(table: Table, key: str, facts: Facts) -> None:
    work = _work(table, key)
    works.start(work, pictures=_pictures(facts), by=_worker(table, work))


def spend(table: Table, key: str, facts: Facts) -> None:
    work = _work(table, key)
    payment = works.Payment(facts["what"], facts["fen"], clock.today())
    works.spend(work, payment=payment, by=_worker(table, work))


def claim(table: Table, key: str, facts: Facts) -> None:
    work = _work(table, key)
    works.claim(work, said=facts["said"], pictures=_pictures(facts), by=_worker(table, work))


def accept(table: Table, key: str, facts: Facts) -> None:
    """Somebody of the office has been there who neither agreed it nor built it."""
    works.accept(_work(table, key), said=facts["said"], by=table.office)


def _work(table: Table, key: str) -> SmallWork:
    return SmallWork.objects.select_related(*SmallWork.LOCK_WITH).get(pk=table.works[key].pk)


def _worker(table: Table, work: SmallWork) -> Person:
    if work.resolution is None:
        raise ValueError(f"{work} is not handed over")
    return table.world.company.workers[work.resolution.unit_id]


def _pictures(facts: Facts) -> list[str]:
    return [pictures.store(name) for name in facts.get("pictures", ())]


def _in_days(days: int) -> date:
    return clock.add_working_days(clock.calendar(), clock.today(), days)
