"""What the people of a park are asked in the demonstration, and what those who sit in its council answered."""

from councils import polling
from parkdesk.core import clock
from parkdesk.demonstration.table import Facts, Table


def ask(table: Table, facts: Facts) -> None:
    """One question, and one digit a seat in the order of the table: the answer that was chosen."""
    poll = polling.ask(
        table.council.park,
        facts["question"],
        facts["options"],
        question_en=facts["question_en"],
        closes_on=clock.add_working_days(clock.calendar(), clock.today(), facts["days"]),
        by=table.office,
    )
    for seat, number in zip(table.seats, facts["answers"], strict=False):
        polling.answer(poll, poll.options.get(number=int(number)), by=seat.person)
