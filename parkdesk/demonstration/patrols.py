"""Rounds and duties of the demonstration: laid out, walked on most evenings, counted; who has which day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from enterprises.models import Park, Person
from parkdesk.core import clock
from parkdesk.core.flow import advance
from parkdesk.demonstration import texts
from parkdesk.demonstration.hours import A_DAY, ONE_DAY, just_now
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import STORY_PARK
from parkdesk.demonstration.timeline import Happening
from requests_flow import duties, patrolling
from requests_flow.models import Patrol, Tick, Walk
from requests_flow.patrolling import Found, Stop, Way

# Working days ago, days back, and how often of a hundred a round is walked on a day.
LAID_OUT, DAYS_BACK, OFTEN = 40, 24, 62
A_WALK = timedelta(minutes=18)
# The other park with a sign-in: there somebody is on the way just now.
SECOND_PARK = "P02"


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """The lists and the rounds, the walks of some weeks, one that is under way, and the days ahead."""
    who = world.company.by_name
    pairs = [(STORY_PARK, who["leader"]), (SECOND_PARK, who["leader2"])]
    yield Happening(office.back(LAID_OUT * A_DAY), partial(_write_list, who["manager"]))
    for code, leader in pairs:
        yield Happening(office.back((LAID_OUT - 1) * A_DAY), partial(_lay_out, world.parks[code], leader))
    yield from _walks(world.parks[STORY_PARK], [who["leader"], who["volunteer"]], office)
    yield Happening(min(just_now(office.now), office.latest), partial(_set_out, world.parks[SECOND_PARK], pairs[1][1]))
    people = (who["leader"], who["volunteer"])
    yield Happening(office.latest, partial(_take_days, world.parks[STORY_PARK], people, _today(office)))


def _write_list(manager: Person) -> None:
    for line in texts.of("patrols")["duties"]:
        duties.keep(duties.Line(**line), by=manager)


def _lay_out(park: Park, leader: Person) -> None:
    """Two rounds; the first stop of each is the code of the first building."""
    code = park.place_codes.filter(revoked_at=None).order_by("pk").first()
    for one in texts.of("patrols")["rounds"]:
        told = {name: value for name, value in one.items() if name != "spots"}
        window = {name: time.fromisoformat(told[name]) for name in ("starts_at", "ends_at")}
        spots = tuple(Stop(spot=spot, look_at=tuple(look_at)) for spot, look_at in one["spots"])
        first = (Stop(place_code=code, look_at=("exits", "lifts")),) if code else ()
        patrolling.lay_out(Way(**(told | window), stops=(*first, *spots)), park=park, by=leader)


def _walks(park: Park, walkers: list[Person], office: Office) -> Iterator[Happening]:
    today = _today(office)
    for back in range(DAYS_BACK, -1, -1):
        day = today - back * ONE_DAY
        for number, one in enumerate(texts.of("patrols")["rounds"]):
            dice = texts.dice(f"{park.code} round {number} {back}")
            begin = datetime.combine(day, time.fromisoformat(one["starts_at"]), clock.SHANGHAI)
            begin += timedelta(minutes=dice.randrange(5, 40))
            walker = walkers[dice.randrange(len(walkers))]
            if office.cal.is_working(day) and dice.randrange(100) < OFTEN and begin + A_WALK < office.latest:
                yield Happening(begin, partial(_begin, park, one["name"], walker))
                yield Happening(begin + A_WALK, partial(_finish, walker, dice.random()))


def _begin(park: Park, name: str, walker: Person) -> Walk:
    return patrolling.set_out(Patrol.objects.in_use().select_related("park").get(park=park, name=name), by=walker)


def _finish(walker: Person, chance: float) -> None:
    """All right everywhere; now and then a door is locked. What was seen stands among the needs of the story."""
    walk = Walk.objects.under_way().select_related("patrol__park").get(walker=walker)
    for point in walk.patrol.points.order_by("position"):
        is_locked = chance < 0.2 and point.position == 3
        locked = Found(Tick.Outcome.SKIPPED, reason=Tick.Reason.LOCKED)
        patrolling.tick(walk, point, locked if is_locked else Found(Tick.Outcome.FINE), by=walker)
    advance(walk, "finish", by=walker)


def _set_out(park: Park, leader: Person) -> None:
    walk = _begin(park, texts.of("patrols")["rounds"][0]["name"], leader)
    patrolling.tick(walk, walk.patrol.points.first(), Found(Tick.Outcome.FINE), by=leader)


def _take_days(park: Park, people: tuple[Person, Person], today: date) -> None:
    """Today and some days ahead; for one of them the volunteer looks for a stand-in."""
    leader, volunteer = people
    for ahead, person in ((0, leader), (1, volunteer), (2, leader), (4, volunteer), (5, leader)):
        watch = duties.sign_up(park, today + ahead * ONE_DAY, by=person)
        if ahead == 4:
            advance(watch, "offer", by=volunteer)


def _today(office: Office) -> date:
    """The day on which the park is loaded; the office may have closed days before."""
    return office.now.astimezone(clock.SHANGHAI).date()
