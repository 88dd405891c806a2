"""Whom to call on next (domain.md 9): each firm once a quarter, for a reason, and never twice in a month uninvited.

The plan is the park's: whatever anybody there visited falls from everybody's list. It presses nobody; it only says why
a call would be good when one passes by.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from enterprises.models import Appointment, Enterprise, Person
from enterprises.roles import ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.words_of_time import day as day_in_words
from requests_flow.models import FollowUp, Need, SetAside, Sparing, Visit
from requests_flow.outreach import budget
from requests_flow.rounds import Round, running_rounds
from requests_flow.words import Tier

# A quarter of visits has about twelve weeks: 97 firms are 8 a week.
WEEKS = 12
NEW_FOR_DAYS = 10
# One uninvited contact a month, over visits, calls back and surveys (多头走访).
CONTACT_EVERY = timedelta(days=30)
WEEKLY = timedelta(days=7)
THREE = 3
QUARTER_MONTHS = 3


@dataclass(frozen=True)
class Reason:
    """Why a call would be good. `weight` orders them; one that `may_come_again` does not wait for the month."""

    words: str
    weight: int
    purpose: str
    may_come_again: bool = False


@dataclass(frozen=True)
class Proposal:
    """One firm with its reasons, and when somebody was there last."""

    firm: Enterprise
    reasons: tuple[Reason, ...]
    last: date | None

    @property
    def weight(self) -> int:
        return sum(reason.weight for reason in self.reasons)

    @property
    def purpose(self) -> str:
        """What the form begins with."""
        return max(self.reasons, key=lambda reason: reason.weight).purpose


@dataclass(frozen=True)
class Plan:
    """What a person reads of the plan of their parks. `a_week` is about how many calls keep the quarter."""

    firms: int
    a_week: int
    this_week: int
    this_quarter: int
    today: list[Proposal]
    later: list[Proposal]
    set_aside: list[Enterprise]
    rounds: list[Round]
    shared_with: list[Appointment]


@dataclass
class _Book:
    """What is known of all firms of some parks, read once."""

    today: date
    visited: dict[int, date] = field(default_factory=dict)
    checked: dict[int, date] = field(default_factory=dict)
    called: dict[int, date] = field(default_factory=dict)
    asked: dict[int, date] = field(default_factory=dict)
    promised: dict[int, date] = field(default_factory=dict)
    major: frozenset[int] = frozenset()
    rounds: list[Round] = field(default_factory=list)

    def last_contact(self, firm: int) -> date:
        return max(days.get(firm, date.min) for days in (self.visited, self.called, self.asked))


def plan(person: Person) -> Plan:
    """The plan of the parks that this person walks. As many queries for a thousand firms as for one."""
    today, parks = clock.today(), person.parks(*ON_SITE)
    firms = list(_firms(person))
    aside = set(SetAside.objects.filter(person=person, on=today).values_list("enterprise", flat=True))
    spared = set(Sparing.objects.on(today).values_list("enterprise", flat=True))
    book = _read(person, parks, today)
    proposals = [one for firm in firms if firm.pk not in spared and (one := _proposal(firm, book))]
    proposals.sort(key=lambda one: (-one.weight, one.last or date.min, one.firm.pk))
    route = _route([one for one in proposals if one.firm.pk not in aside])
    chosen = {one.firm.pk for one in route} | aside
    return Plan(
        firms=len(firms),
        a_week=max(1, round(len(firms) / WEEKS)) if firms else 0,
        this_week=_count(person, today - timedelta(days=today.weekday())),
        this_quarter=_this_quarter(firms, book),
        today=route,
        later=[one for one in proposals if one.firm.pk not in chosen],
        set_aside=[firm for firm in firms if firm.pk in aside],
        rounds=book.rounds,
        shared_with=_shared_with(person),
    )


def quarter_of(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return day.replace(month=(day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, day=1)


def last_contact(firm: Enterprise) -> date | None:
    """When the firm was last visited, called back or sent a questionnaire; None when nobody was there yet."""
    visited = Visit.objects.standing().filter(enterprise=firm).aggregate(last=Max("visited_on"))["last"]
    called = FollowUp.objects.filter(need__enterprise=firm).aggregate(last=Max("at"))["last"]
    heard = called and called.astimezone(clock.SHANGHAI).date()
    days = [day for day in (visited, heard, budget.last_survey(firm)) if day]
    return max(days, default=None)


# --- reading -----------------------------------------------------------------------------------------
def _within(person: Person, firm: str = "") -> Q:
    """The firms this person calls on: of whole parks, and of the buildings that they lead."""
    whole, buildings = person.whole_parks(*ON_SITE), person.buildings(*ON_SITE)
    return Q(**{f"{firm}park__in": whole}) | Q(**{f"{firm}building__in": buildings})


def _shared_with(person: Person) -> list[Appointment]:
    """Leaders of the same parks and buildings; a building leader reads none of other buildings."""
    leads = Q(role=Role.PARK_LEADER, building__isnull=True) | Q(building__in=person.buildings(*ON_SITE))
    leads |= Q(building__isnull=False, park__in=person.whole_parks(*ON_SITE))
    hats = Appointment.objects.running(clock.today()).filter(leads, role__in=ON_SITE, park__in=person.parks(*ON_SITE))
    others = hats.exclude(person=person).filter(person__is_active=True).order_by("park", "building", "pk")
    return list(others.select_related("person", "park", "building"))


def _firms(person: Person) -> QuerySet[Enterprise]:
    here = Enterprise.objects.filter(_within(person)).exclude(status=Enterprise.Status.MOVED_OUT)
    return here.select_related("building").only("name", "floor", "room", "moved_in", "building__name", "park")


def _read(person: Person, parks: Iterable[int], today: date) -> _Book:
    made = Visit.objects.standing().filter(park__in=parks).order_by()
    checks = made.filter(purpose=Visit.Purpose.SAFETY)
    calls = FollowUp.objects.filter(need__enterprise__park__in=parks, at__gte=clock.now() - CONTACT_EVERY)
    # Only what this person may know of: nothing personal or protected shines through a reason (decisions 5, 6).
    major = Need.objects.on_site(person).open().filter(tier=Tier.MAJOR, enterprise__isnull=False)
    promised = made.filter(leader=person, answer_by__range=(today - CONTACT_EVERY, today + timedelta(days=2)))
    return _Book(
        today=today,
        visited=dict(made.values_list("enterprise").annotate(Max("visited_on"))),
        checked=dict(checks.values_list("enterprise").annotate(Max("visited_on"))),
        called={pk: at.astimezone(clock.SHANGHAI).date() for pk, at in _last_calls(calls)},
        asked=budget.last_surveys(parks, today - CONTACT_EVERY),
        promised=dict(promised.order_by("answer_by").values_list("enterprise", "answer_by")),
        major=frozenset(major.values_list("enterprise", flat=True)),
        rounds=running_rounds(today),
    )


def _last_calls(calls: QuerySet[FollowUp]) -> Iterable[tuple]:
    return calls.order_by().values_list("need__enterprise").annotate(Max("at"))


def _count(person: Person, since: date) -> int:
    return Visit.objects.standing().filter(_within(person, "enterprise__"), visited_on__gte=since).count()


def _this_quarter(firms: list[Enterprise], book: _Book) -> int:
    """How many of these firms somebody has called on since the quarter began."""
    return sum(book.visited.get(firm.pk, date.min) >= quarter_of(book.today) for firm in firms)


# --- judging -----------------------------------------------------------------------------------------
def _proposal(firm: Enterprise, book: _Book) -> Proposal | None:
    reasons = tuple(_reasons(firm, book))
    is_too_soon = book.last_contact(firm.pk) > book.today - CONTACT_EVERY
    if not reasons or (is_too_soon and not any(reason.may_come_again for reason in reasons)):
        return None
    return Proposal(firm, reasons, book.visited.get(firm.pk))


def _reasons(firm: Enterprise, book: _Book) -> Iterable[Reason]:
    last = book.visited.get(firm.pk, date.min)
    yield from _invited(firm, book, last)
    for one in book.rounds:
        if one.is_for(firm.park_id) and book.checked.get(firm.pk, date.min) < one.starts_on:
            words = _("Safety round: %(round)s.") % {"round": one.title}
            yield Reason(words, 3, Visit.Purpose.SAFETY, may_come_again=True)
    yield from _uninvited(firm, book, last)


def _invited(firm: Enterprise, book: _Book, last: date) -> Iterable[Reason]:
    """What the firm waits for itself."""
    if firm.pk in book.major and last <= book.today - WEEKLY:
        words = _("An important matter of theirs is open: once a week somebody looks in.")
        yield Reason(words, 8, Visit.Purpose.FOLLOW_UP, may_come_again=True)
    promised = book.promised.get(firm.pk)
    if promised and last < promised:
        words = _("You promised them an answer by %(day)s.") % {"day": day_in_words(promised)}
        yield Reason(words, 7, Visit.Purpose.FOLLOW_UP, may_come_again=True)


def _uninvited(firm: Enterprise, book: _Book, last: date) -> Iterable[Reason]:
    if _is_new(firm, book.today) and last < firm.moved_in:
        words = _("Moved in on %(day)s: say welcome.") % {"day": day_in_words(firm.moved_in)}
        yield Reason(words, 5, Visit.Purpose.NEW)
    if last < quarter_of(book.today):
        weight = 1 if last > date.min else 2
        yield Reason(_("Nobody has been there this quarter."), weight, Visit.Purpose.ROUTINE)


def _is_new(firm: Enterprise, today: date) -> bool:
    if firm.moved_in is None or firm.moved_in > today:
        return False
    return clock.working_days_between(clock.calendar(), firm.moved_in, today) <= NEW_FOR_DAYS


# --- one route ---------------------------------------------------------------------------------------
def _route(proposals: list[Proposal]) -> list[Proposal]:
    """Three calls in the one building where they are worth most, from the ground up."""
    by_building: dict[tuple, list[Proposal]] = {}
    for one in proposals:
        by_building.setdefault((one.firm.park_id, one.firm.building_id), []).append(one)
    best = max(by_building.values(), key=lambda some: sum(one.weight for one in some[:THREE]), default=[])
    return sorted(best[:THREE], key=lambda one: (_floor(one.firm), one.firm.room, one.firm.pk))


def _floor(firm: Enterprise) -> int:
    digits = firm.floor.strip().upper().replace("F", "").replace("B", "-")
    return int(digits) if digits.lstrip("-").isdecimal() else 0
