"""Cases and votes that took the real steps to where they stand."""

from datetime import timedelta

from councils import ballots, cases, declare, venues
from councils.models import Case, Council, Round
from councils.models.council import Representative
from enterprises.models import Person
from parkdesk.core import clock

PAPER = {
    "title": "3号楼东侧客梯：整机更换还是大修",
    "question": "同意东侧客梯整机更换，预算38万元，2027年1月15日前完工。",
    "facts": "今年停梯6次，共94小时。大修报价11.6万元，更换报价38万元。",
}


def seat(council: Council, place: int) -> Representative:
    """The seat in that place, from 0, in the order of the five parties."""
    return council.members()[place]


def prepared(council: Council, office: Person, **paper: object) -> Case:
    """A case whose question is written down."""
    case = cases.propose(council, PAPER["title"], by=office)
    return cases.prepare(case, by=office, **{**PAPER, **paper})


def in_discussion(council: Council, office: Person, **paper: object) -> Case:
    return venues.discuss(prepared(council, office, **paper), by=office)


def all_declare(case: Case, *but: int) -> None:
    """Everybody says that they have no interest, except those in these places."""
    for place, one in enumerate(case.council.members()):
        if place not in but:
            declare.declare(case, one, has_interest=False, by=one.person)


def discussed(council: Council, office: Person, now, **paper: object) -> Case:
    """A case whose discussion is over; everybody has declared."""
    case = in_discussion(council, office, **paper)
    all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    return Case.objects.get(pk=case.pk)


def voted_on(council: Council, office: Person, now, **paper: object) -> Round:
    """An open vote."""
    return ballots.open_round(discussed(council, office, now, **paper), by=office)


def cast_all(round_: Round, choices: str) -> None:
    """Y, N and A in the order of the seats; - does not vote."""
    words = {"Y": "yes", "N": "no", "A": "abstain"}
    for one, choice in zip(round_.case.council.members(), choices, strict=False):
        if choice in words:
            ballots.cast(round_, one, words[choice], by=one.person, key="")


def over(round_: Round, now) -> Round:
    """The same vote, a minute after its end."""
    now.shift(round_.closes_at - clock.now() + timedelta(minutes=1))
    return Round.objects.get(pk=round_.pk)


def counted(round_: Round, now, by: Person) -> Round:
    return ballots.close(over(round_, now), by=by)
