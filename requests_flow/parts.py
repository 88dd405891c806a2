"""Other units in one need: they help (配合), do a piece that stays ours (交办), or take all of it over (转办)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import Need, Part

Kind = Part.Kind
# The step of the need that gives out a part of this kind.
STEPS = {Kind.SUPPORT: "ask_support", Kind.HAND_DOWN: "hand_down", Kind.TRANSFER: "transfer"}


@transaction.atomic
def give(need: Need, kind: str, *, unit: Unit, task: str, by: Person) -> Need:
    """Give a part to a unit. Until a transfer is accepted, the first unit goes on answering (domain.md 8.2)."""
    step = STEPS[Kind(kind)]
    if unit.pk == need.unit_id:
        raise NotNow(need, step, _("This unit has it already."))
    need = advance(need, step, by=by, unit=unit, task=task)
    now = clock.now()
    part = Part(need=need, unit=unit, kind=kind, task=task, given_by=by, offered_at=now, accept_due_at=now)
    try:
        with transaction.atomic():
            part.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(need, step, _("This unit has an open part of it already.")) from error
    begin(part, "offer", by=by, task=task)
    return need


def ask_support(need: Need, *, unit: Unit, task: str, by: Person) -> Need:
    """配合: another unit helps; the lead answers."""
    return give(need, Kind.SUPPORT, unit=unit, task=task, by=by)


def hand_down(need: Need, *, unit: Unit, task: str, by: Person) -> Need:
    """交办: another unit does it, the duty stays with the first."""
    return give(need, Kind.HAND_DOWN, unit=unit, task=task, by=by)


def transfer(need: Need, *, unit: Unit, task: str, by: Person) -> Need:
    """转办: the duty moves, once the other unit has accepted."""
    return give(need, Kind.TRANSFER, unit=unit, task=task, by=by)


@transaction.atomic
def accept(part: Part, *, by: Person) -> Part:
    """Accept a part; with a transfer the need changes its unit in the same moment."""
    if part.kind == Kind.TRANSFER:
        advance(part.need, "take_over", by=by, unit=part.unit, handler=by)
    return advance(part, "accept", by=by, handler=by)


def call_off_all(need: Need, *, by: Actor) -> int:
    """The need is answered, or goes another way: nothing is left to do for those who helped. Returns how many."""
    open_ones = list(Part.objects.open().filter(need=need))
    for part in open_ones:
        advance(part, "call_off", by=by)
    return len(open_ones)
