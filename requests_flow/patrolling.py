"""Patrol rounds: laying them out, setting out, ticking point by point. What is seen becomes a need like any other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.models import Park, Person, PlaceCode
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import CheckPoint, Patrol, Tick, Walk
from requests_flow.noted import note_change
from requests_flow.patrol_words import WRONG, Outcome
from requests_flow.words import Channel

MOST_POINTS = 20


@dataclass(frozen=True)
class Stop:
    """One check point as it is written down: a code or a spot or both; `point` where it stood on the round before."""

    place_code: PlaceCode | None = None
    spot: str = ""
    look_at: tuple[str, ...] = ()
    point: int | None = None


@dataclass(frozen=True)
class Way:
    """What a round is: its name, when it is walked, and its stops in their order."""

    name: str
    when: str
    starts_at: time
    ends_at: time
    days: list[str]
    minutes: int
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found at a check point. `is_protected`: whom it concerns does not read who told it (decisions 5)."""

    outcome: str
    wrong: list[str] = field(default_factory=list)
    text: str = ""
    reason: str = ""
    is_protected: bool = False
    pictures: list[str] = field(default_factory=list)


def may_keep(person: Person, park: Park) -> bool:
    """Whether this person lays out rounds of a park: its leader, and the desk."""
    return park.pk in person.parks(Role.PARK_LEADER) or person.wears(*DESK)


@transaction.atomic
def lay_out(way: Way, *, park: Park, by: Person) -> Patrol:
    """A new round. Raises PermissionDenied for whoever does not lead that park, NotNow when the name is taken."""
    if not may_keep(by, park):
        raise PermissionDenied
    patrol = _saved(Patrol(park=park, by=by), way)
    _place(patrol, way.stops)
    note_change(patrol, "lay_out", by, park=park, points=len(way.stops))
    return patrol


@transaction.atomic
def change(patrol: Patrol, way: Way, *, by: Person) -> Patrol:
    """Another name, another time, other stops. A point that leaves the round stays with the walks of before."""
    if not may_keep(by, patrol.park):
        raise PermissionDenied
    patrol = _saved(Patrol.objects.select_for_update(of=("self",)).select_related("park").get(pk=patrol.pk), way)
    kept = [stop.point for stop in way.stops if stop.point]
    patrol.points.filter(removed_at=None).exclude(pk__in=kept).update(removed_at=clock.now())
    _place(patrol, way.stops)
    note_change(patrol, "change", by, park=patrol.park, points=len(way.stops))
    return patrol


@transaction.atomic
def retire(patrol: Patrol, *, by: Person) -> Patrol:
    """Nobody sets out on it any more; whoever is under way may finish. A second time changes nothing."""
    if not may_keep(by, patrol.park):
        raise PermissionDenied
    if Patrol.objects.filter(pk=patrol.pk, retired_at=None).update(retired_at=clock.now()):
        note_change(patrol, "retire", by, park=patrol.park)
    patrol.refresh_from_db()
    return patrol


@transaction.atomic
def set_out(patrol: Patrol, *, by: Person) -> Walk:
    """Begin to walk a round; the same round again is the same walk. Raises NotYours elsewhere, NotNow on another."""
    under_way = Walk.objects.under_way().filter(walker=by).select_related("patrol").first()
    if under_way is not None and under_way.patrol_id == patrol.pk:
        return under_way
    walk = Walk(patrol=patrol, walker=by, day=clock.today())
    busy = NotNow(walk, "start", _("Another round of yours is under way. Finish it first, or give it up."))
    if under_way is not None:
        raise busy
    try:
        with transaction.atomic():
            return begin(walk, "start", by=by)
    except IntegrityError as error:  # the other press of two at once
        raise busy from error


@transaction.atomic
def tick(walk: Walk, point: CheckPoint, found: Found, *, by: Person) -> Tick:
    """What was found at one point. Ticked again it is changed and counts once; what became a need stays one.

    Raises NotYours for somebody else's walk, NotNow when it is over.
    """
    walk = advance(walk, "tick", by=by, point=point.pk, outcome=found.outcome)
    one = Tick.objects.filter(walk=walk, point=point).first() or Tick(walk=walk, point=point)
    if one.need_id:
        return one
    one.outcome, one.wrong, one.reason, one.at = found.outcome, found.wrong, found.reason, clock.now()
    if found.outcome == Outcome.SEEN:
        one.need = hand_in(_report(walk, point, found), by=by)[0]
    one.save()
    return one


def _report(walk: Walk, point: CheckPoint, found: Found) -> Report:
    """The words begin with the spot: whoever reads the need has not walked there."""
    code, wrong = point.place_code, [str(WRONG[one]) for one in found.wrong]
    said = _("%(spot)s: %(what)s") % {"spot": point, "what": _(", ").join(wrong)} if wrong else str(point)
    return Report(
        text="\n".join(filter(None, (said, found.text))),
        place=Place(walk.patrol.park, code.building if code else None, code),
        channel=Channel.VISIT,
        language="zh-hans" if (get_language() or "zh").startswith("zh") else "en",
        is_protected=found.is_protected,
        pictures=found.pictures,
    )


def _saved(patrol: Patrol, way: Way) -> Patrol:
    for name in ("name", "when", "starts_at", "ends_at", "days", "minutes"):
        setattr(patrol, name, getattr(way, name))
    try:
        with transaction.atomic():
            patrol.save()
    except IntegrityError as error:
        raise NotNow(patrol, "lay_out", _("A round of this name is there already.")) from error
    return patrol


def _place(patrol: Patrol, stops: Iterable[Stop]) -> None:
    standing = {one.pk: one for one in patrol.points.filter(removed_at=None)}
    for position, stop in enumerate(stops, 1):
        point = standing.get(stop.point or 0) or CheckPoint(patrol=patrol)
        point.position, point.place_code, point.spot = position, stop.place_code, stop.spot
        point.look_at = list(stop.look_at)
        point.save()
