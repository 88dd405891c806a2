"""The ways that needs go, from the first word to the end, as they go in a quiet year."""

from datetime import timedelta

from parkdesk.core import clock
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Road
from parkdesk.demonstration.sources import Told
from requests_flow import promises
from requests_flow.words import Category, Tier

ON_SITE = (Category.PRO, Category.SAF, Category.ENV)
SOON = timedelta(minutes=4)
OF_USE = 3
GRADES = [5] * 55 + [4] * 30 + [3] * 8 + [2] * 5 + [1] * 2


def taken_on(road: Road) -> Road:
    """Acknowledged, sorted, given to a unit, accepted."""
    return road.then("acknowledge", 8, 140).then("sort", 3, 90).then("dispatch", 2, 30).then("accept", 15, 150)


def answered(road: Road, told: Told) -> Road:
    """The work, with what may happen on the way, up to the answer."""
    taken_on(road)
    if told.category in ON_SITE and road.often(0.14):
        road.then("confirm_facts", 20, 200)
    if told.tier != Tier.SIMPLE or road.often(0.35):
        road.then("inform", 30, 240)
    if road.often(0.09):
        road.then("ask", 5, 60).then("reply", 60, 700)
    if told.tier != Tier.SIMPLE and road.often(0.22):
        road.then("wait", 20, 200).then("resume", 400, 1500)
    low, high = {Tier.SIMPLE: (40, 520), Tier.COMPLEX: (500, 2200), Tier.MAJOR: (1500, 4200)}[Tier(told.tier)]
    late = 2 * A_DAY if road.often(0.05) else 0
    return road.then("resolve", low + late, high + late)


def judged(road: Road) -> Road:
    """How it ends after the answer: confirmed, called back, or silence; most are rated."""
    end = road.dice.choices(["confirm", "called", "silence"], [58, 24, 18])[0]
    if end == "silence":
        return silent(road)
    road.then(end, 40, 700)
    return rated(road, road.dice.choice(GRADES)) if road.often(0.85) else road


def rated(road: Road, grade: int) -> Road:
    """A low rating is spoken about, examined and mended within its limits; most then rate once more (domain.md 8.5)."""
    road.at(road.end + SOON, "rate", grade=grade)
    if grade >= OF_USE:
        return road
    road.then("hear_rater", 60, 400).then("uphold", 60, 300).then("mend", 300, 1500)
    return road.then("rate_again", 60, 700, grade=road.dice.choice([5, 4, 4, 3])) if road.often(0.75) else road


def silent(road: Road) -> Road:
    """Nobody says a word: the second notice after 2 working days, closed 10 working days later."""
    cal = clock.calendar()
    reminded = clock.due_at(cal, road.end, clock.working_days(promises.REMIND_AFTER_DAYS)) + SOON
    closed = clock.due_at(cal, reminded, clock.working_days(promises.SILENCE_DAYS)) + SOON
    return road.at(reminded, "remind").at(closed, "close")


def reopened(road: Road, told: Told) -> Road:
    """The first answer did not hold: a bad rating, once more from the start, a call back, a second rating."""
    answered(road, told).then("rate", 60, 500, grade=road.dice.choice([2, 2, 1]))
    road.at(road.end + SOON, "reopen").then("dispatch", 20, 120).then("accept", 15, 120).then(
        "resolve", 200, 900, again=True
    )
    road.then("called", 60, 400)
    return road.at(road.end + SOON, "rate", grade=4)


def merged(road: Road, into: str) -> Road:
    return road.then("acknowledge", 8, 100).then("merge", 5, 60, into=into)


def declined(road: Road) -> Road:
    return road.then("acknowledge", 8, 120).then("sort", 5, 90).then("decline", 60, 400)


def withdrawn(road: Road) -> Road:
    return road.then("acknowledge", 8, 120).then("sort", 5, 90).then("withdraw", 100, 900)


def still_open(road: Road, state: str) -> Road:
    """Where it stands today, with a first reply behind it, so that its next date lies ahead."""
    if state == "triaged":
        return road.then("acknowledge", 10, 40).then("sort", 10, 60)
    if state == "deliberating":
        return road.then("acknowledge", 10, 60).then("sort", 10, 90).then("deliberate", 20, 90).then("inform", 20, 90)
    taken_on(road).then("inform", 30, 150)
    return {
        "in_progress": lambda: road,
        "waiting_enterprise": lambda: road.then("ask", 20, 120),
        "waiting_external": lambda: road.then("wait", 20, 120),
        "resolved": lambda: road.at(road.office.back(road.dice.randint(20, 400)), "resolve"),
    }[state]()
