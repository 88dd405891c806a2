"""What is said about rounds: which stand in the plan today, and how many days of a week they were walked.

Weeks run from Monday to Sunday in Shanghai; a make-up Saturday is a working day. No person stands in any figure, and
a day without a walk is a number, not a fault (no lights for volunteers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse

from enterprises.models import Person, PlaceCode
from enterprises.roles import ON_SITE
from parkdesk.core import clock
from parkdesk.core.workdays import Calendar
from requests_flow.models import CheckPoint, Patrol, Walk

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """How a round went in one week: days in the plan, and days on which somebody walked it."""

    monday: date
    due: int
    walked: int


@dataclass(frozen=True)
class Round:
    """A round with its points and its weeks, the running one first."""

    patrol: Patrol
    points: int
    weeks: tuple[Week, ...]
    is_walked_today: bool
    is_due_today: bool

    @property
    def this_week(self) -> Week:
        return self.weeks[0]


@dataclass(frozen=True)
class Today:
    """What the page of visits says about rounds: the one under way, and those in the plan of today."""

    under_way: Walk | None
    ticked: int
    points: int
    rounds: list[Round]


def monday_of(day: date) -> date:
    """The first day of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def week_of(patrol: Patrol, monday: date, walked: set[date], calendar: Calendar) -> Week:
    """Pure: the figures of the week that begins on `monday`, from the days on which it was walked.

    Walked days outside the plan make up for others, so that `walked` is at most `due` unless nothing was due.
    """
    days = [monday + timedelta(days=step) for step in range(7)]
    due = sum(patrol.is_due(day, calendar) for day in days)
    done = len(walked & set(days))
    return Week(monday, due, min(done, due) if due else done)


def rounds(patrols: Iterable[Patrol], weeks: int = 1) -> list[Round]:
    """These rounds with their figures, in three queries however many there are; in one when there are none."""
    if not (found := list(patrols)):
        return []
    today, calendar = clock.today(), clock.calendar()
    first = monday_of(today) - WEEK * (weeks - 1)
    walked: dict[int, set[date]] = {}
    for pk, day in Walk.objects.finished().filter(patrol__in=found, day__gte=first).values_list("patrol", "day"):
        walked.setdefault(pk, set()).add(day)
    points: dict[int, int] = {}
    for pk in CheckPoint.objects.filter(patrol__in=found, removed_at=None).values_list("patrol", flat=True):
        points[pk] = points.get(pk, 0) + 1
    mondays = [monday_of(today) - WEEK * step for step in range(weeks)]
    return [
        Round(
            one,
            points.get(one.pk, 0),
            tuple(week_of(one, monday, walked.get(one.pk, set()), calendar) for monday in mondays),
            today in walked.get(one.pk, set()),
            one.is_due(today, calendar),
        )
        for one in found
    ]


def today_of(person: Person) -> Today:
    """The rounds of this person's parks that stand in the plan of today."""
    mine = Patrol.objects.in_use().visible_to(person).filter(park__in=person.parks(*ON_SITE)).select_related("park")
    walk = Walk.objects.visible_to(person).under_way().select_related("patrol").first()
    return Today(
        under_way=walk,
        ticked=walk.ticks.count() if walk else 0,
        points=points_of(walk).count() if walk else 0,
        rounds=[one for one in rounds(mine) if one.is_due_today],
    )


def points_of(walk: Walk) -> models.QuerySet[CheckPoint]:
    """The points of a walk: those of the round as it is now, and those ticked before they left it."""
    there = Q(removed_at=None) | Q(ticks__walk=walk)
    return walk.patrol.points.filter(there).select_related("place_code__building", "place_code__park").distinct()


def point_at(walk: Walk, code: PlaceCode) -> CheckPoint | None:
    """The check point at a scanned place; a code that was replaced since still means its place."""
    place = {"park": code.park_id, "building": code.building_id, "spot": code.spot}
    return points_of(walk).filter(**{f"place_code__{name}": value for name, value in place.items()}).first()


def tick_at(user: object, code: PlaceCode | None) -> str:
    """Where somebody who walks a round ticks the place that they scanned; empty for everybody else."""
    if code is None or not isinstance(user, Person) or code.park_id not in user.parks(*ON_SITE):
        return ""
    walk = Walk.objects.visible_to(user).under_way().filter(patrol__park=code.park_id).select_related("patrol").first()
    point = point_at(walk, code) if walk else None
    return reverse("requests_flow:walk_tick", args=[walk.pk, point.pk]) if walk and point else ""
