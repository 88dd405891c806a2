"""Who is told about instructions by leaders. The words: templates/councils/notices/instruction.<step>.txt."""

from collections.abc import Iterable

from councils.models import Instruction
from councils.supervision_notices import INSTRUCTION
from enterprises.models import Appointment, Person
from parkdesk.core import clock
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

read_with(Instruction.objects.all())


@tell(INSTRUCTION + "enter")
def the_units_asked(entry: Entry) -> list[Recipient]:
    """Everybody who works in a unit that it asks and may read it; not whoever entered it."""
    one = _instruction(entry)
    return _recipients(who for who in _workers(one) if who.pk != one.entered_by_id)


@tell(INSTRUCTION + "reply")
def who_keeps_it(entry: Entry) -> list[Recipient]:
    """Whoever put it on record, unless the reply is their own."""
    one = _instruction(entry)
    return _recipients([one.entered_by] if one.entered_by_id != one.answered_by_id else [])


@tell(INSTRUCTION + "remind")
def who_owes_the_reply(entry: Entry) -> list[Recipient]:
    """The units that were asked, and whoever keeps it."""
    one = _instruction(entry)
    people = {who.pk: who for who in (*_workers(one), one.entered_by)}
    return _recipients(people.values())


def _workers(one: Instruction) -> Iterable[Person]:
    """People of the units; those whom a landlord pays are left out where it is protected (decisions 5)."""
    units = [unit.pk for unit in one.units.all() if not (one.is_protected and unit.is_tied_to_a_landlord)]
    running = Appointment.objects.running(clock.today()).filter(unit__in=units)
    people = Person.objects.filter(appointments__in=running, is_active=True).distinct()
    return [who for who in people if Instruction.objects.visible_to(who).filter(pk=one.pk).exists()]


def _instruction(entry: Entry) -> Instruction:
    along = ("need", "order__need", "entered_by")
    return Instruction.objects.select_related(*along).get(pk=entry.subject_id)


def _recipients(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
