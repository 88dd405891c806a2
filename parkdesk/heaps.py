"""What waits for one person over all roles: one heap of work for each, as the first page after signing in shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councils import case_list, seat_notices
from councils.elections import waits as election_waits
from councils.models import CompositionAlarm
from councils.supervision_lists import Asked, Register
from enterprises.models import Amendment, FirmClaim, Person, Registration
from enterprises.roles import DESK, ON_SITE, UNIT, Role
from parkdesk.context import READERS
from parkdesk.core import clock
from parkdesk.core.models import Notice
from points.models import Award, Settlement
from points.models.merchants import READS_SETTLEMENTS
from points.settlements import Month
from requests_flow.models import CircularCopy, Need
from requests_flow.models.queries import NeedQuerySet
from requests_flow.words import State, Tier


@dataclass(frozen=True)
class Waiting:
    """One heap of work: what it is, how much of it waits, how much is overdue (None: it has no limit), where it is.

    `due` is the day of the earliest limit in it; None where every clock stands, or none runs.
    """

    label: str
    count: int
    overdue: int | None
    url: str
    due: date | None = None

    @property
    def order(self) -> tuple[bool, bool, date]:
        """What waits before what does not, what is due soonest on top."""
        return self.count == 0, self.due is None, self.due or date.max


def of(person: Person) -> list[Waiting]:
    """One heap for each role that has work in this house; what is due soonest on top, what is empty last."""
    return sorted(_heaps(person), key=lambda heap: heap.order)


def _heaps(person: Person) -> Iterator[Waiting]:
    now = clock.now()
    yield from _desk_heaps(person, now)
    yield from _points_heaps(person)
    if person.wears(*UNIT):
        orders = Need.objects.of_units(person).filter(state__in=[State.TRANSFERRED, State.IN_PROGRESS])
        yield _heap(_("Orders of my unit"), orders, now, reverse("requests_flow:tasks"))
    yield from _supervision_heaps(person)
    yield from _council_heaps(person)
    yield from _election_heaps(person)
    if person.wears(*ON_SITE):
        seen = Need.objects.on_site(person).open()
        yield Waiting(_("Needs in my park"), seen.count(), None, reverse("requests_flow:visits"))
    if person.firms or not person.roles:
        ours = Need.objects.of_firms(person).open()
        yield Waiting(_("Open needs of my enterprise"), ours.count(), None, reverse("requests_flow:mine"))
    yield from _firm_heaps(person)
    if person.wears(*DESK, Role.PARK_LEADER):
        claims = FirmClaim.objects.to_answer(person)
        late = claims.filter(answer_by__lt=clock.today()).count()
        yield Waiting(_("Claims to answer"), claims.count(), late, reverse("enterprises:claims"))
    if person.wears(Role.SYSTEM_ADMIN):
        failed = Notice.objects.filter(state=Notice.State.FAILED).count()
        yield Waiting(_("Notices that failed"), failed, None, reverse("health"))


def _election_heaps(person: Person) -> Iterator[Waiting]:
    """Votes, answers and signatures that an election waits for."""
    rows = election_waits.of(person)
    if rows:
        yield Waiting(_("Elections to park councils"), len(rows), None, rows[0].url)


def _firm_heaps(person: Person) -> Iterator[Waiting]:
    """Notices to the firms of this person that nobody there has confirmed."""
    if person.firms:
        waiting = CircularCopy.objects.of_firms(person).to_confirm()
        late = waiting.filter(circular__confirm_by__lt=clock.today()).count()
        due = waiting.aggregate(due=Min("circular__confirm_by"))["due"]
        yield Waiting(_("Notices to confirm"), waiting.count(), late, reverse("requests_flow:my_copies"), due)


def _desk_heaps(person: Person, now: datetime) -> Iterator[Waiting]:
    """What those who sit at the desk, or read its list, find there."""
    if person.wears(*DESK):
        mine = Need.objects.at_the_desk(person).open().filter(owner=person)
        yield _heap(_("Needs that I own"), mine, now, reverse("requests_flow:desk") + "?tab=mine")
        unsorted = Need.objects.at_the_desk(person).unsorted()
        yield _heap(_("Needs to sort"), unsorted, now, reverse("requests_flow:desk") + "?tab=sort")
        asked = Registration.objects.waiting().count()
        yield Waiting(_("Registrations to confirm"), asked, None, reverse("enterprises:registrations"))
        proposed = Amendment.objects.waiting().count()
        yield Waiting(_("Corrections to decide"), proposed, None, reverse("enterprises:amendments"))
    if person.wears(Role.DESK_MANAGER, Role.COMMUNITY_LEADER):
        yield _more_time(person)
    if person.wears(*READERS):
        open_needs = Need.objects.at_the_desk(person).open()
        yield _heap(_("Open needs that I may read"), open_needs, now, reverse("requests_flow:desk") + "?tab=open")


def _points_heaps(person: Person) -> Iterator[Waiting]:
    """Awards that a second person looks at, and what the shops are owed for the month before."""
    if person.wears(*DESK):
        yield Waiting(_("Points to review"), Award.objects.to_review().count(), None, reverse("points:review"))
    if person.wears(*READS_SETTLEMENTS):
        month = Month.of(clock.today()).before
        settled = Settlement.objects.visible_to(person).filter(first_day=month.first_day)
        yield Waiting(_("Settlements of last month"), settled.count(), None, reverse("points:settlements"))


def _more_time(person: Person) -> Waiting:
    """Requests for more time; it opens the most urgent, the next follows when that is decided."""
    asked = Need.objects.at_the_desk(person).filter(state=State.IN_PROGRESS, extension_days_asked__gt=0)
    asked = asked if person.wears(Role.COMMUNITY_LEADER) else asked.exclude(tier=Tier.MAJOR)
    first = asked.red_first().only("reference").first()
    url = reverse("requests_flow:need", args=[first.reference]) if first else reverse("requests_flow:desk")
    return Waiting(_("Requests for more time"), asked.count(), None, url)


def _supervision_heaps(person: Person) -> Iterator[Waiting]:
    """Orders whose next step is this person's."""
    if not person.wears(*UNIT, Role.PARTY_COMMITTEE):
        return
    rows = Register(Asked(tab="turn"), person).heaps["turn"]
    red = sum(row.light is not None and row.light.is_overdue for row in rows)
    url = reverse("councils:supervision") + "?tab=turn"
    yield Waiting(_("Supervision orders, my turn"), len(rows), red, url, _first_day(rows))


def _council_heaps(person: Person) -> Iterator[Waiting]:
    """Votes and declarations that this member still owes; it opens the next one."""
    if person.wears(Role.REPRESENTATIVE):
        rows = case_list.waiting(person)
        url = rows[0].url if rows else reverse("councils:mine")
        yield Waiting(_("Cases that wait for me"), len(rows), None, url, _first_day(rows))
    if person.wears(*seat_notices.MENDS):
        count = CompositionAlarm.objects.sounding().count()
        yield Waiting(_("Councils that are not whole"), count, None, reverse("councils:mine"))


def _first_day(rows: Iterable[Any]) -> date | None:
    """The earliest limit among rows that show a light."""
    return min((timezone.localdate(row.light.due) for row in rows if row.light and row.light.due), default=None)


def _heap(label: str, needs: NeedQuerySet, now: datetime, url: str) -> Waiting:
    found = needs.aggregate(count=Count("pk", distinct=True), due=Min("due_at", filter=Q(stopped_at=None)))
    late, due = needs.overdue(now).count() if found["count"] else 0, found["due"]
    return Waiting(label, found["count"], late, url, timezone.localdate(due) if due else None)
