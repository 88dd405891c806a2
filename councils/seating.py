"""Seats and who takes them: certifying makes an appointment, leaving ends it (decisions 7, 36)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from councils.models import Council, Party, Representative, Seat
from enterprises.models import Appointment, Enterprise, Park, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import advance, begin

# What the appointment of the operator's seat says about who pays its holder; access reads it (decisions 5).
OPERATOR_BACKGROUND = "园区运营商员工"


@dataclass(frozen=True)
class Term:
    """How somebody comes in and for how long. `represents` are codes of enterprise types (`Enterprise.Sector`)."""

    starts_on: date
    ends_on: date | None = None
    selected_by: str = Representative.SelectedBy.APPOINTED
    votes: int | None = None
    position: str = ""
    represents: list[str] = field(default_factory=list)


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
    facts = {name: getattr(term, name) for name in Term.__dataclass_fields__}
    _end_what_is_over(council, by)
    place = _free_seat(council, Party(party))
    one = Representative(council=council, seat=place, person=person, enterprise=enterprise, **facts)
    one.appointment = _appoint(one)
    one.save()
    return begin(one, "certify", by=by, party=one.party, number=one.seat.number)


@transaction.atomic
def unseat(
    representative: Representative, *, by: Actor, reason: str = "", last_day: date | None = None
) -> Representative:
    """Take a seat back: yesterday was the last day unless another is given. Ends the appointment behind it."""
    last = max(last_day or clock.today() - timedelta(days=1), representative.starts_on)
    left = advance(representative, "leave", by=by, last_day=last, reason=reason)
    Appointment.objects.filter(pk=left.appointment_id).update(ends_on=last)
    return left


@transaction.atomic
def elect_convener(council: Council, representative: Representative, *, by: Actor) -> Representative:
    """Record whom the council chose as its convener (召集人); who convened before stands down."""
    Council.objects.select_for_update().get(pk=council.pk)
    before = council.members().filter(is_convener=True).exclude(pk=representative.pk).first()
    if before:
        advance(before, "stand_down", by=by)
    return advance(representative, "elect", by=by)


def _end_what_is_over(council: Council, by: Actor) -> None:
    """A seat whose term has run out is free for whoever is certified next."""
    over = council.representatives.filter(state=Representative.State.SERVING, ends_on__lt=clock.today())
    for one in over.select_related("seat", "council__park"):
        unseat(one, by=by, last_day=one.ends_on)


def _free_seat(council: Council, party: str) -> Seat:
    seats = council.seats.filter(party=party)
    free = seats.exclude(holders__state=Representative.State.SERVING).order_by("number").first()
    return free or Seat.objects.create(council=council, party=party, number=seats.count() + 1)


def _appoint(one: Representative) -> Appointment:
    """The appointment that access and points count; the one that an import made already is taken over."""
    background = OPERATOR_BACKGROUND if one.party == Party.OPERATOR else ""
    return Appointment.objects.get_or_create(
        person=one.person,
        role=Role.REPRESENTATIVE,
        park=one.council.park,
        starts_on=one.starts_on,
        defaults={"ends_on": one.ends_on, "title": one.position, "background": background},
    )[0]
