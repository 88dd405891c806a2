"""What the councils of the demonstration do with a case: from the paper to the vote and what follows."""

from councils import advising, ballots, case_papers, cases, choosing, decide, declare, discussion, venues
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.demonstration import pictures
from parkdesk.demonstration.table import Facts, Table, dated


def prepare(table: Table, key: str, facts: Facts) -> None:
    cases.prepare(table.case(key), by=table.office, **facts)


def offer(table: Table, key: str, facts: Facts) -> None:
    """Options to choose among: (Chinese, English) pairs."""
    for text, text_en in facts["options"]:
        choosing.offer(table.case(key), text, text_en=text_en, by=table.office)


def say(table: Table, key: str, facts: Facts) -> None:
    for party, text in facts.items():
        seats = table.of(party)
        discussion.speak_for(table.case(key), party, text, by=seats[0].person if seats else table.office)


def discuss(table: Table, key: str, facts: Facts) -> None:
    until, venue = ballots.days_from_now(facts.get("days", 2)), facts.get("venue", "joint")
    venues.discuss(table.case(key), by=table.office, until=until, venue=venue)


def contribute(table: Table, key: str, facts: Facts) -> None:
    """What each says, by place at the table; a text, or one with `answers` (whose last words) and `mentions`."""
    for number, words in facts.items():
        seat, case = table.seats[int(number)], table.case(key)
        said = {"text": words} if isinstance(words, str) else words
        more = {}
        if "answers" in said:
            theirs = case.contributions.filter(representative=table.seats[said["answers"]])
            more["answers"] = theirs.order_by("pk").last()
        more["mentions"] = [table.seats[place] for place in said.get("mentions", ())]
        discussion.contribute(case, seat, said["text"], by=seat.person, **more)


def attach(table: Table, key: str, facts: Facts) -> None:
    """A picture that lies before a case."""
    case_papers.attach(table.case(key), facts["title"], [pictures.store(facts["picture"])], by=table.office)


def consult(table: Table, key: str, facts: Facts) -> None:
    """A unit is asked for its advice."""
    unit = table.unit(facts["unit"])
    advising.ask(table.case(key), unit, facts["question"], days=facts["days"], by=table.office)


def declare_interests(table: Table, key: str, facts: Facts) -> None:
    """All who are named by their place at the table; without names, everybody who has not stepped back."""
    case = table.case(key)
    out = declare.recused(case)
    for number, seat in enumerate(table.seats):
        if seat.pk not in out and number in facts.get("seats", range(len(table.seats))):
            declare.declare(case, seat, has_interest=False, by=seat.person)


def recuse(table: Table, key: str, facts: Facts) -> None:
    seat = table.of(facts["party"])[0]
    declare.recuse(table.case(key), seat, category=facts["category"], text=facts.get("text", ""), by=seat.person)


def vote(table: Table, key: str, facts: Facts) -> None:
    ballots.open_round(table.case(key), by=table.office, closes_at=ballots.days_from_now(facts.get("days", 3)))


def cast(table: Table, key: str, facts: Facts) -> None:
    """One letter a seat in the order of the table: y, n, a; a dot for whoever has not voted."""
    words = {"y": "yes", "n": "no", "a": "abstain"}
    round_ = table.case(key).rounds.open().get()
    for seat, letter in zip(table.seats, facts["votes"], strict=True):
        if letter in words:
            press = f"demonstration:{round_.pk}:{seat.pk}"
            ballots.cast(round_, seat, words[letter], by=seat.person, key=press)


def close(table: Table, key: str, facts: Facts) -> None:
    ballots.close(table.case(key).rounds.open().get(), by=CLOCK)


def carry(table: Table, key: str, facts: Facts) -> None:
    decide.carry(
        table.case(key),
        unit=table.unit(facts["unit"]),
        due_on=clock.add_working_days(clock.calendar(), clock.today(), facts["days"]),
        text=dated(facts["text"], facts["days"]),
        text_en=facts.get("text_en", ""),
        by=table.presiding.person,
    )


def defer(table: Table, key: str, facts: Facts) -> None:
    until = clock.add_working_days(clock.calendar(), clock.today(), facts["days"])
    discussion.defer(table.case(key), by=table.office, until=until, reason=facts["reason"])
