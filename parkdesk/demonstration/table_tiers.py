"""What members of the demonstration's councils do with the simple needs of their park."""

from councils import raising
from councils.models import Voice
from parkdesk.demonstration.table import Facts, Table


def ask_to_raise(table: Table, key: str, facts: Facts) -> None:
    """Whoever presides asks to raise a simple need, and waits for a second member."""
    seat = table.presiding
    raising.ask(Voice(need=table.world.needs[key], representative=seat), by=seat.person, reason=facts["reason"])
