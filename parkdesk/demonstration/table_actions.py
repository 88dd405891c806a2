"""What units carry out of what the councils of the demonstration agreed in a meeting, and who looks at it."""

from councils import actions
from councils.models import Action
from enterprises.models import Person
from parkdesk.core.flow import advance
from parkdesk.demonstration import pictures
from parkdesk.demonstration.table import Facts, Table


def _action(table: Table, key: str, facts: Facts) -> Action:
    """That of what was agreed under an item, by its turn; given to its unit here if nobody was told yet."""
    item = table.meetings[key].items.get(order=facts["order"])
    resolution = item.resolutions.in_force().order_by("pk")[facts.get("turn", 0)]
    given = Action.objects.open().filter(resolution=resolution).first() or actions.start(resolution)
    if given is None:
        raise ValueError(f"{resolution} is carried out by a need")
    return given


def _worker(table: Table, action: Action) -> Person:
    return table.world.company.workers[action.unit_id]


def accept(table: Table, key: str, facts: Facts) -> None:
    action = _action(table, key, facts)
    advance(action, "accept", by=_worker(table, action))


def report(table: Table, key: str, facts: Facts) -> None:
    action = _action(table, key, facts)
    advance(action, "report", by=_worker(table, action), said=facts["said"], percent=facts["percent"])


def claim(table: Table, key: str, facts: Facts) -> None:
    action, shown = _action(table, key, facts), [pictures.store(name) for name in facts["pictures"]]
    actions.claim(action, said=facts["said"], pictures=shown, by=_worker(table, action))


def verify(table: Table, key: str, facts: Facts) -> None:
    """The office has been there: what was agreed is done."""
    actions.verify(_action(table, key, facts), said=facts["said"], by=table.office)
