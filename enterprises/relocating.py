"""A firm moves out, or to another place; taken back within a day, in force after it.

What can be undone happens at once: the firm's status or place, and the rights of its people. What cannot be undone
(council seats, codes at its door) follows a day later from the trail: packages above listen for `settle`. Open needs
stay with whoever reported them; a visit is planned for nobody who has left.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import belonging, places
from enterprises.models import Building, Enterprise, Membership, Park, Person, Relocation
from enterprises.models.keeping import UNDONE_WITHIN
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance, begin, record
from parkdesk.core.ticking import each, every_minute

PLACE = ("park", "building", "floor", "room")
BATCH = 200
Kind, Status = Relocation.Kind, Enterprise.Status


@transaction.atomic
def move_out(firm: Enterprise, *, reason: str = "", by: Person) -> Relocation:
    """The firm leaves: it stands in no list of those who are here, and its people have no rights through it."""
    firm = belonging.lock(firm)
    _refuse_gone(firm)
    relocation = Relocation(enterprise=firm, kind=Kind.OUT, by=by, **_from(firm))
    _remember_rights(relocation, list(belonging.members(firm)))
    told = begin(relocation, "tell", by=by, reason=reason, kind=Kind.OUT)
    firm.status = Status.MOVED_OUT
    firm.save(update_fields=["status"])
    for one in Membership.objects.filter(pk__in=told.ended_memberships):
        belonging.end(one)
        record(one, "end", by=by, facts={"person": one.person_id, "enterprise": firm.pk, "relocation": told.pk})
    return told


@transaction.atomic
def move(
    firm: Enterprise, *, park: Park, building: Building | None = None, floor: str = "", room: str = "", by: Person
) -> Relocation:
    """The firm sits somewhere else from today on; everything else about it stays. Raises NotNow for the same place."""
    firm = belonging.lock(firm)
    _refuse_gone(firm)
    to = {"park": park, "building": building, "floor": floor, "room": room}
    relocation = Relocation(enterprise=firm, kind=Kind.PLACE, by=by, **_from(firm))
    if all(getattr(firm, name) == value for name, value in to.items()):
        raise NotNow(relocation, "tell", _("The firm sits there already."))
    for name, value in to.items():
        setattr(relocation, f"to_{name}", value)
    told = begin(relocation, "tell", by=by, kind=Kind.PLACE)
    _put(firm, to)
    return told


@transaction.atomic
def undo(relocation: Relocation, *, by: Person) -> Relocation:
    """It was pressed by mistake: everything is as it was. Raises NotYours, NotNow after a day or a later move."""
    firm = belonging.lock(relocation.enterprise_id)
    undone = advance(relocation, "undo", by=by)
    firm.status = undone.from_status
    _put(firm, {name: getattr(undone, f"from_{name}") for name in PLACE})
    again = Membership.objects.filter(pk__in=undone.ended_memberships)
    again.update(ends_on=None)
    for rights, ids in _rights_before(undone).items():
        again.filter(pk__in=ids).update(**{rights: True})
    return undone


def _remember_rights(relocation: Relocation, members: list[Membership]) -> None:
    relocation.ended_memberships = [one.pk for one in members]
    relocation.ended_administrators = [one.pk for one in members if one.is_admin]
    relocation.ended_delegates = [one.pk for one in members if one.is_delegate]


def _rights_before(relocation: Relocation) -> dict[str, list[int]]:
    return {"is_admin": relocation.ended_administrators, "is_delegate": relocation.ended_delegates}


def _refuse_gone(firm: Enterprise) -> None:
    if firm.status == Status.MOVED_OUT:
        raise NotNow(firm, "move", _("This firm has moved out already."))


def _from(firm: Enterprise) -> dict[str, Any]:
    return {f"from_{name}": getattr(firm, name) for name in (*PLACE, "status")}


def _put(firm: Enterprise, place: dict[str, Any]) -> None:
    for name, value in place.items():
        setattr(firm, name, value)
    firm.save()


@every_minute
def settle_what_nobody_took_back() -> int:
    """A day after it was told a relocation is in force, and what hangs on it ends."""
    ripe = Relocation.objects.filter(state=Relocation.State.TOLD, at__lte=clock.now() - UNDONE_WITHIN)
    return each(ripe.order_by("pk")[:BATCH], settle)


@transaction.atomic
def settle(relocation: Relocation) -> Relocation:
    """In force: the codes at the firm's old door come down."""
    done = advance(relocation, "settle", by=CLOCK)
    places.revoke_codes_of(done.enterprise, by=CLOCK)
    return done
