"""Seats and who takes them: certifying makes an appointment, leaving ends it (decisions 7, 36)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from councils import alarms, terms
from councils.guards import DIRECTORY
from councils.models import Council, Party, Representative, Seat
from councils.models.seat_steps import HELD
from enterprises.models import Appointment, Enterprise, Park, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import advance, begin

# What the appointment of the operator's seat says about who pays its holder; access reads it (decisions 5).
OPERATOR_BACKGROUND = "园区运营商员工"


@dataclass(frozen=True)
class Term:
    """How somebody comes in and for how long: two years where no last day is given (`terms`).

    `represents` are codes of enterprise types (`Enterprise.Sector`); for those that are not the own firm's,
    `relations` says of which relation (`Representative.Basis`), and without it that it was declared on paper.
    """

    starts_on: date
    ends_on: date | None = None
    selected_by: str = Representative.SelectedBy.APPOINTED
    votes: int | None = None
    position: str = ""
    represents: list[str] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def found(park: Park) -> Council:
    """The council of a park; made when it is asked for first."""
    return Council.objects.get_or_create(park=park)[0]


@transaction.atomic
def seat(
    council: Council, party: str, person: Person, *, term: Term, by: Actor, enterprise: Enterprise | None = None
) -> Representative:
    """Certify somebody in the first free seat of a party, a new one where all are taken; makes the appointment.

    Raises NotYours unless `by` may certify; IntegrityError when the person sits in this council already.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    end_what_is_over(standing_in(council), by)
    place = _free_seat(council, Party(party))
    one = Representative(council=council, seat=place, person=person, enterprise=enterprise, **_facts(term, enterprise))
    one.appointment = appoint(one, one.starts_on)
    one.save()
    one = begin(one, "certify", by=by, party=one.party, number=one.seat.number)
    # A table of hundreds of seats is looked at once, when it is read in.
    if by != DIRECTORY:
        alarms.check(council)
    return one


def _facts(term: Term, enterprise: Enterprise | None) -> dict[str, Any]:
    """The fields of a seat's holder."""
    facts = {name: getattr(term, name) for name in Term.__dataclass_fields__}
    own = enterprise.sector if enterprise else ""
    besides = [kind for kind in term.represents if kind != own]
    relations = {kind: term.relations.get(kind, Representative.Basis.PAPER) for kind in besides}
    return facts | {"ends_on": term.ends_on or terms.last_day(term.starts_on), "relations": relations}


@transaction.atomic
def unseat(
    representative: Representative, *, by: Actor, reason: str = "", last_day: date | None = None,
    cause: str = Representative.LeftFor.REMOVED,
) -> Representative:  # fmt: skip
    """Take a seat back: yesterday was the last day unless another is given. Ends the appointment behind it."""
    last = _last_day(representative, last_day)
    return _left(advance(representative, "leave", by=by, last_day=last, reason=reason, cause=cause))


@transaction.atomic
def resign(representative: Representative, *, by: Actor, reason: str = "") -> Representative:
    """A member gives the seat back; yesterday was the last day. A vote that runs goes on without a word of theirs."""
    last = _last_day(representative, None)
    return _left(advance(representative, "resign", by=by, last_day=last, reason=reason))


def _last_day(one: Representative, last_day: date | None) -> date:
    return max(last_day or clock.today() - timedelta(days=1), one.starts_on)


def _left(left: Representative) -> Representative:
    """What follows for the appointment, for a member whose substitute it was, and for the council."""
    end_appointment(left, left.ends_on)
    member = left.in_place_of
    if member is not None and member.state == Representative.State.SUBSTITUTED:
        advance(member, "come_back", by=CLOCK)
    alarms.check(left.council)
    return left


def end_appointment(one: Representative, last_day: date | None = None) -> None:
    """Access and points end with the seat: yesterday, or on the day that is given."""
    hat = Appointment.objects.filter(pk=one.appointment_id).first()
    if hat is not None:
        hat.ends_on = max(last_day or clock.today() - timedelta(days=1), hat.starts_on)
        hat.save(update_fields=["ends_on"])


@transaction.atomic
def declare_relation(representative: Representative, kind: str, basis: str, *, by: Actor) -> Representative:
    """A member speaks for another enterprise type besides their own, of a relation that is named (decisions 40)."""
    one = advance(representative, "declare_relation", by=by, kind=kind, basis=basis)
    alarms.check(one.council)
    return one


@transaction.atomic
def drop_relation(representative: Representative, kind: str, *, by: Actor) -> Representative:
    """They speak for that type no longer."""
    one = advance(representative, "drop_relation", by=by, kind=kind)
    alarms.check(one.council)
    return one


@transaction.atomic
def elect_convener(council: Council, representative: Representative, *, by: Actor) -> Representative:
    """Record whom the council chose as its convener (召集人); who convened before stands down."""
    Council.objects.select_for_update().get(pk=council.pk)
    known = council.representatives.filter(state__in=HELD, is_convener=True).select_related("seat", "council__park")
    before = known.exclude(pk=representative.pk).first()
    if before:
        advance(before, "stand_down", by=by)
    return advance(representative, "elect", by=by)


def end_what_is_over(standing: QuerySet[Representative], by: Actor) -> None:
    """Of these, whose term has run out has left: the seat is free for whoever is certified next."""
    for one in standing.filter(ends_on__lt=clock.today()):
        unseat(one, by=by, last_day=one.ends_on, cause=Representative.LeftFor.TERM)


def standing_in(council: Council) -> QuerySet[Representative]:
    """Who has a part in it: those who sit, members who are away, registered substitutes.

    In the order in which they leave together: a member whose substitute left later would come back.
    """
    rows = council.representatives.filter(state__in=[*HELD, Representative.State.NAMED])
    return rows.select_related("seat", "council__park", "person").order_by(F("in_place_of").asc(nulls_last=True))


def _free_seat(council: Council, party: str) -> Seat:
    seats = council.seats.filter(party=party)
    free = seats.exclude(holders__state__in=HELD).order_by("number").first()
    return free or Seat.objects.create(council=council, party=party, number=seats.count() + 1)


def appoint(one: Representative, starts_on: date) -> Appointment:
    """The appointment that access and points count; the one that an import made already is taken over."""
    background = OPERATOR_BACKGROUND if one.party == Party.OPERATOR else ""
    return Appointment.objects.get_or_create(
        person=one.person,
        role=Role.REPRESENTATIVE,
        park=one.council.park,
        starts_on=starts_on,
        defaults={"ends_on": one.ends_on, "title": one.position, "background": background},
    )[0]
