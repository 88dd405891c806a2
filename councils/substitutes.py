"""Registered substitutes: who sits in a member's place while the member is away, or for the rest of the term.

The seat is never empty in between and never held twice: both steps are taken in one transaction. A substitute passes
the seat on to nobody (no chained proxy).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from councils import alarms, seating
from councils.models import Council, Representative
from enterprises.models import Appointment, Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance, begin

State = Representative.State


@transaction.atomic
def register(member: Representative, person: Person, *, by: Actor, position: str = "") -> Representative:
    """Somebody who may sit for this member until the end of the term, for the same firm and the same types.

    Raises NotNow for somebody who sits in this council already, and where a substitute is registered.
    """
    council = _lock(member)
    seating.end_what_is_over(seating.standing_in(council).filter(person=person), by)
    member = Representative.objects.select_related("seat", "council__park").get(pk=member.pk)
    one = Representative(
        seat=member.seat,
        council=council,
        person=person,
        enterprise=member.enterprise,
        position=position,
        represents=member.represents,
        relations=member.relations,
        in_place_of=member,
        starts_on=clock.today(),
        ends_on=member.ends_on,
    )
    _refuse_who_sits_here(one)
    advance(member, "take_substitute", by=by)
    one.save()
    return begin(one, "register", by=by, party=one.party, number=one.seat.number)


def _refuse_who_sits_here(one: Representative) -> None:
    """Raise NotNow for somebody who has a part in this council already."""
    if one.council.representatives.exclude(state=State.LEFT).filter(person=one.person).exists():
        raise NotNow(one, "register", _("This person sits in this council already, or is a substitute in it."))


@transaction.atomic
def hand_over(member: Representative, *, by: Actor) -> Representative:
    """The member is away: the substitute sits from now on. Returns the substitute."""
    _lock(member)
    member = advance(member, "hand_over", by=by)
    one = advance(member.substitutes.get(state=State.NAMED), "step_in", by=by)
    return _seated(one)


@transaction.atomic
def give_back(member: Representative, *, by: Actor) -> Representative:
    """The member is there again: the substitute waits. Returns the member."""
    _lock(member)
    acting = member.substitutes.filter(state=State.SERVING).first()
    if acting is not None:
        acting = advance(acting, "step_back", by=by)
        seating.end_appointment(acting)
    return advance(member, "come_back", by=by)


@transaction.atomic
def take_over(substitute: Representative, *, by: Actor) -> Representative:
    """The member has left: the substitute takes the seat for the rest of the term."""
    council = _lock(substitute)
    one = _seated(advance(substitute, "take_over", by=by))
    alarms.check(council)
    return one


def _seated(one: Representative) -> Representative:
    """With the appointment that access and points count: from today to the end of the term."""
    made = seating.appoint(one, clock.today())
    Appointment.objects.filter(pk=made.pk).update(ends_on=one.ends_on)
    one.appointment = made
    one.save(update_fields=["appointment"])
    return one


def _lock(one: Representative) -> Council:
    return Council.objects.select_for_update(of=("self",)).select_related("park").get(pk=one.council_id)
