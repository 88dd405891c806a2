"""How far a duty list is: a person's own, this week and this month; a park's, for the desk. No ranking of persons.

Weeks run from Monday to Sunday in Shanghai, so that a make-up Saturday counts in its week; months are those of the
calendar. What the house has on record is counted, nothing is reported twice.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from enterprises.models import Park, Person
from enterprises.roles import ON_SITE
from parkdesk.core import clock
from parkdesk.core.models import Entry
from parkdesk.core.words_of_time import local
from requests_flow.models import Duty, DutyDone, Patrol, Visit, Walk
from requests_flow.patrol_week import monday_of
from requests_flow.rounds import running_rounds

CONFIRMED = "requests_flow.need.confirm_facts"
Kind = Duty.Kind


@dataclass(frozen=True)
class Progress:
    """One duty of one person. `done` may go beyond the quota; the meter stays full then."""

    duty: Duty
    done: int
    is_ticked_today: bool = False

    @property
    def is_by_hand(self) -> bool:
        return self.duty.kind == Kind.BY_HAND

    @property
    def shown(self) -> int:
        """What the meter holds."""
        return min(self.done, self.duty.quota)

    @property
    def percent(self) -> int:
        return self.shown * 100 // self.duty.quota


@dataclass(frozen=True)
class Deed:
    """Something on record that counts: of which kind, on which day, in which park; `what` tells two of a kind apart."""

    kind: str
    day: date
    park: str
    what: Any


def progress(person: Person) -> list[Progress]:
    """The duties of this person with what they did of each; a duty of a safety round while one runs."""
    duties = list(Duty.objects.in_use().of(person))
    if not duties:
        return []
    today = clock.today()
    walked = person.parks(*ON_SITE)
    if not any(one.is_for(park) for one in running_rounds(today) for park in walked):
        duties = [one for one in duties if one.kind != Kind.SAFETY]
    found = deeds(min(monday_of(today), today.replace(day=1)), person)
    by_hand = DutyDone.objects.filter(person=person, day=today).values_list("duty", flat=True)
    ticked = set(by_hand)
    return [Progress(one, _done(one, found, today), one.pk in ticked) for one in duties]


def begins(per: str, today: date) -> date:
    """The first day of the running week or month."""
    return monday_of(today) if per == Duty.Per.WEEK else today.replace(day=1)


def deeds(since: date, person: Person | None = None) -> set[Deed]:
    """Everything on record since that day that any duty counts; of one person, or of all. Four queries."""
    return {*_visits(since, person), *_walks(since, person), *_looks(since, person), *_ticks(since, person)}


def park_sums(parks: list[Park]) -> list[tuple[Park, Counter]]:
    """What each park did this week, by kind; in the order of the parks, whoever did more."""
    sums: dict[str, Counter] = {}
    # One firm a week is one firm, whoever called on it how often.
    for park, kind, _what in {(one.park, one.kind, one.what) for one in deeds(monday_of(clock.today()))}:
        sums.setdefault(park, Counter())[kind] += 1
    return [(park, sums.get(park.code, Counter())) for park in parks]


def _done(duty: Duty, found: set[Deed], today: date) -> int:
    since = begins(duty.per, today)
    mine = [one for one in found if one.kind == duty.kind and since <= one.day]
    if duty.kind == Kind.BY_HAND:
        mine = [one for one in mine if one.what[0] == duty.pk]
    if duty.kind == Kind.FIRMS:  # a firm called on twice is one firm
        return len({one.what for one in mine})
    return len(mine)


def _visits(since: date, person: Person | None) -> list[Deed]:
    rows = Visit.objects.of(person) if person else Visit.objects.standing()
    names = ("pk", "visited_on", "park__code", "enterprise", "purpose", "policies")
    found: list[Deed] = []
    for pk, day, park, firm, purpose, policies in rows.filter(visited_on__gte=since).values_list(*names).order_by():
        kinds = (Kind.SAFETY if purpose == Visit.Purpose.SAFETY else None, Kind.POLICIES if policies else None)
        found += [Deed(Kind.FIRMS, day, park, firm), *(Deed(kind, day, park, pk) for kind in kinds if kind)]
    return found


def _walks(since: date, person: Person | None) -> list[Deed]:
    rows = Walk.objects.finished().filter(day__gte=since)
    rows = rows.filter(walker=person) if person else rows
    kinds = {Patrol.When.MORNING: Kind.MORNING, Patrol.When.EVENING: Kind.EVENING}
    found: list[Deed] = []
    for pk, day, park, when in rows.values_list("pk", "day", "patrol__park__code", "patrol__when").order_by():
        found += [Deed(kind, day, park, pk) for kind in (kinds.get(when), Kind.ROUNDS) if kind]
    return found


def _looks(since: date, person: Person | None) -> list[Deed]:
    rows = Entry.objects.filter(verb=CONFIRMED, at__gte=clock.at(since, time()))
    rows = rows.filter(actor=person) if person else rows
    columns = rows.values_list("subject_id", "at", "park_code").order_by()
    return [Deed(Kind.FACTS, local(at).date(), park, need) for need, at, park in columns]


def _ticks(since: date, person: Person | None) -> list[Deed]:
    rows = DutyDone.objects.filter(day__gte=since)
    rows = rows.filter(person=person) if person else rows
    columns = rows.values_list("pk", "duty", "day", "park__code").order_by()
    return [Deed(Kind.BY_HAND, day, park, (duty, pk)) for pk, duty, day, park in columns]
