"""The year of the full demonstration: which need goes which way, so that 460 came in and 320 are solved."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from parkdesk.core import clock
from parkdesk.core.workdays import SHANGHAI
from parkdesk.demonstration import roads, texts, units
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Life, Office, Road
from parkdesk.demonstration.sources import Told, corpus, questions
from requests_flow.words import Outcome, Tier

TOTAL, SOLVED = 460, 320
BACK = timedelta(days=300)
# Office days before today by which a need of the tier came in to have ended by now, whichever way it went.
ENDED_BY = {Tier.SIMPLE: 20, Tier.COMPLEX: 30, Tier.MAJOR: 36}
LIFT, LIFT_BACK = "lift-chuangzhi-b3", 3390
HOURS = (8, 9, 9, 9, 10, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17, 19, 21)
WEEKEND_SHARE = 0.08
TRIES = 60
PARTLY = 0.07


class Year:
    """Lives for all needs that the story leaves over. `parks` are the codes that have firms."""

    def __init__(self, office: Office, parks: list[str], story: list[Life]) -> None:
        self.office, self.parks = office, parks
        self.starts: dict[str, datetime] = {life.told.key: life.acts[0].at for life in story}
        self.solved_in_story = sum(life.outcome == Outcome.SOLVED for life in story)
        self.ends: dict[str, Any] = texts.of("ends")
        self.now_of = {key: state for state, keys in self.ends["now"].items() for key in keys}

    def lives(self) -> Iterator[Life]:
        """Originals before those that repeat them."""
        rest = [told for told in {**corpus(), **questions()}.values() if told.key not in self.starts]
        explained = self._explained(rest)
        for told in sorted(rest, key=lambda one: (bool(one.same_as), one.key)):
            yield self._life(told, explained)

    def _explained(self, rest: list[Told]) -> set[str]:
        """As many questions end with an explanation as leave exactly SOLVED needs solved."""
        ended_otherwise = {
            key for name in ("declined", "planned", "not_feasible", "withdrawn") for key in self.ends[name]
        }
        still = {key for key, state in self.now_of.items() if state != "resolved"}
        solved = [told for told in rest if not told.same_as and told.key not in ended_otherwise | still]
        too_many = self.solved_in_story + len(solved) - SOLVED
        asked = [told.key for told in solved if told.answer]
        return set(texts.dice("explained").sample(asked, too_many))

    def _life(self, told: Told, explained: set[str]) -> Life:
        start = self.starts[told.key] = self._start(told)
        for attempt in range(TRIES):
            road = self._road(told, Road(self.office, start, texts.dice(f"{told.key} {attempt}")))
            if road.end <= self.office.latest:
                break
        outcome, words = self._outcome(told, explained)
        return Life(
            told=told,
            park=told.park or texts.dice(told.key).choice(self.parks),
            acts=tuple(road.acts),
            unit=units.of(told),
            outcome=outcome,
            words=words,
            is_personal=told.key in self.ends["personal"],
            is_protected=told.key in self.ends["protected"],
        )

    def _road(self, told: Told, road: Road) -> Road:
        if told.same_as:
            return roads.merged(road, told.same_as)
        if told.key in self.now_of:
            return roads.still_open(road, self.now_of[told.key])
        if told.key in self.ends["declined"]:
            return roads.declined(road)
        if told.key in self.ends["withdrawn"]:
            return roads.withdrawn(road)
        if told.key in self.ends["reopened"]:
            return roads.reopened(road, told)
        return roads.judged(roads.answered(road, told))

    def _outcome(self, told: Told, explained: set[str]) -> tuple[str, str]:
        for outcome in (Outcome.PLANNED, Outcome.NOT_FEASIBLE):
            if told.key in self.ends[outcome.value]:
                return outcome, self.ends[outcome.value][told.key]
        if told.key in explained:
            return Outcome.EXPLAINED, told.answer
        is_partly = texts.dice(f"{told.key} partly").random() < PARTLY and told.tier != Tier.SIMPLE
        return (Outcome.PARTLY_SOLVED if is_partly else Outcome.SOLVED), ""

    def _start(self, told: Told) -> datetime:
        dice = texts.dice(f"{told.key} start")
        if told.same_as:
            return self.starts[told.same_as] + timedelta(minutes=dice.randint(25, 95))
        if told.key in self.now_of:
            is_fresh = self.now_of[told.key] == "triaged"
            return self.office.back(dice.randint(330, 385) if is_fresh else dice.randint(1300, 2050))
        if told.cluster == LIFT:
            return self.office.back(LIFT_BACK - dice.randint(0, 90))
        if told.cluster:
            return self._some_day(texts.dice(told.cluster), Tier.COMPLEX) + timedelta(minutes=dice.randint(0, 110))
        return self._some_day(dice, Tier(told.tier))

    def _some_day(self, dice: Random, tier: Tier) -> datetime:
        """Some day of the last ten months, mostly a working day, at an hour when people write."""
        first = (self.office.now.astimezone(SHANGHAI) - BACK).date()
        last = self.office.back(ENDED_BY[tier] * A_DAY).date()
        day = first + timedelta(days=dice.randint(0, (last - first).days))
        if dice.random() > WEEKEND_SHARE:
            day = clock.add_working_days(self.office.cal, day, 0)
        return datetime.combine(day, time(dice.choice(HOURS), dice.randint(0, 59)), SHANGHAI)
