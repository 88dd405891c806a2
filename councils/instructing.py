"""What becomes of a leader's instruction (批示): put on record, followed by an order, answered, corrected."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils import supervise
from councils import supervision_guards as guards
from councils.models import Instruction, SupervisionOrder
from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import Need


@dataclass(frozen=True)
class Writing:
    """What was written, by whom, on which day, about what; whom it asks, and by which day for a reply."""

    giver: str
    office: str
    given_on: date
    words: str
    subject: str
    need: Need | None = None
    order: SupervisionOrder | None = None
    units: Iterable[Unit] = field(default_factory=tuple)
    reply_due_on: date | None = None


@transaction.atomic
def enter(writing: Writing, *, by: Person, corrects: Instruction | None = None) -> Instruction:
    """Put an instruction on record, word by word. Raises NotNow when it asks a landlord about what is protected."""
    one = Instruction(
        giver=writing.giver,
        office=writing.office,
        given_on=writing.given_on,
        words=writing.words,
        subject=writing.subject,
        need=writing.need,
        order=writing.order,
        reply_due_at=_closing_of(writing.reply_due_on),
        corrects=corrects,
        entered_by=by,
    )
    units = list(writing.units)
    if one.is_protected and any(unit.is_tied_to_a_landlord for unit in units):
        raise NotNow(one, "enter", _("It is about a protected need: operators and property firms are not asked."))
    facts = {name: getattr(one, name) for name in ("words", "giver", "office", "given_on")}
    one.save(force_insert=True)
    one.units.set(units)
    return begin(one, "enter", by=by, **facts)


def _closing_of(day: date | None) -> datetime | None:
    """The end of that day; a day off moves to the next working day (Civil Code Art. 203)."""
    if day is None:
        return None
    return clock.at(clock.add_working_days(clock.calendar(), day, 0), clock.CLOSING)


@transaction.atomic
def correct(old: Instruction, writing: Writing, *, reason: str, by: Person) -> Instruction:
    """A slip in what was entered: the old one stays with its words, the right one stands beside it."""
    advance(old, "correct", by=by, reason=reason)
    return enter(writing, by=by, corrects=old)


@transaction.atomic
def open_order(one: Instruction, *, requirement: str = "", by: Person) -> SupervisionOrder:
    """Follow an instruction with an order (来源: superior); where its need has an open one, that one gets it.

    Whoever supervises registers it in the same press.
    """
    found = SupervisionOrder.objects.open().filter(need=one.need).first() if one.need else None
    order = found or _proposed(one, requirement, by)
    advance(one, "attach", by=by, order=order)
    if order.state == order.State.DRAFTED and guards.supervises(order, by):
        order = supervise.register(order, by=by)
    return order


def _proposed(one: Instruction, requirement: str, by: Person) -> SupervisionOrder:
    source = SupervisionOrder.Source.SUPERIOR
    matter = supervise.Matter(source=source, subject=one.subject, requirement=requirement, need=one.need)
    try:
        with transaction.atomic():
            return supervise.propose(matter, by=by)
    except IntegrityError:  # somebody else has put the same need forward just now
        return SupervisionOrder.objects.open().get(need=one.need)


@transaction.atomic
def attach(one: Instruction, *, order: SupervisionOrder, by: Person) -> Instruction:
    """Put it to an order that is there. Raises NotNow for an order about something else: its readers are others."""
    if one.need_id is not None and order.need_id != one.need_id:
        raise NotNow(one, "attach", _("This order is about another need. Choose the one of the same need."))
    return advance(one, "attach", by=by, order=order)


def reply(one: Instruction, *, answer: str, by: Person) -> Instruction:
    """Report back to whoever gave it."""
    return advance(one, "reply", by=by, answer=answer, answered_by=by)
