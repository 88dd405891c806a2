"""Who is told what about supervision orders. The words: templates/councils/notices/supervisionorder.<step>.txt."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from councils.models import ReminderLetter, SupervisionOrder
from councils.supervision_words import AT_WORK
from enterprises.models import Appointment, Person, Unit
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

ORDER = "councils.supervisionorder."
LETTER, INSTRUCTION = "councils.reminderletter.", "councils.instruction."
read_with(SupervisionOrder.objects.select_related("park", "unit"))
read_with(ReminderLetter.objects.select_related("unit"))
kinds.add(
    kinds.Kind(
        "supervision",
        _("Supervision orders"),
        _("Assigned, reported, checked, struck off."),
        patterns=(ORDER + "*", LETTER + "*", INSTRUCTION + "*"),
        musts={
            ORDER + "assign": _("A supervision order for my unit"),
            ORDER + "turn_red": _("A supervision order that is overdue"),
        },
    )
)


@tell(*(ORDER + step for step in ("register", "report", "ask_extension")), LETTER + "draft")
def the_supervisors(entry: Entry) -> list[Recipient]:
    """The party committee and the community leader."""
    return _recipients(_wearers(Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER))


@tell(ORDER + "propose")
def the_supervisors_of_what_waits_for_them(entry: Entry) -> list[Recipient]:
    """What is registered in the same breath is told once, with its number."""
    order = _order(entry)
    is_sorted = order.source == order.Source.MAJOR and order.need is not None and order.need.triaged_at
    return [] if is_sorted else the_supervisors(entry)


@tell(*(ORDER + step for step in ("assign", "send_back", "extend", "refuse_extension", "strike_off", "drop")))
def the_unit(entry: Entry) -> list[Recipient]:
    """Everybody who works in the unit that answers for it."""
    order = _order(entry)
    return _of_unit(order, order.unit) if order.unit else []


@tell(ORDER + "feedback")
def the_issuer(entry: Entry) -> list[Recipient]:
    """Whoever assigned it, and the deputy."""
    order = _order(entry)
    return _recipients(one for one in (order.issuer, order.deputy) if one is not None and one.is_active)


@tell(ORDER + "remind")
def whose_turn_it_is(entry: Entry) -> list[Recipient]:
    """The unit for a signature, a plan or a note; the supervisors for what they have to do themselves."""
    order = _order(entry)
    return the_unit(entry) if order.state in AT_WORK else the_supervisors(entry)


@tell(ORDER + "turn_red")
def both_sides(entry: Entry) -> list[Recipient]:
    return [*the_supervisors(entry), *the_unit(entry)]


@tell(ORDER + "name_deputy")
def the_deputy(entry: Entry) -> list[Recipient]:
    deputy = _order(entry).deputy
    return _recipients([deputy] if deputy and deputy.is_active else [])


@tell(LETTER + "send")
def the_unit_of_the_letter(entry: Entry) -> list[Recipient]:
    return _recipients(_workers(ReminderLetter.objects.select_related("unit").get(pk=entry.subject_id).unit))


def _order(entry: Entry) -> SupervisionOrder:
    along = ("need", "unit", "issuer", "deputy")
    return SupervisionOrder.objects.select_related(*along).get(pk=entry.subject_id)


def _of_unit(order: SupervisionOrder, unit: Unit) -> list[Recipient]:
    """Nobody of a landlord is told of what is protected from them (decisions 5)."""
    is_hidden = order.need is not None and order.need.is_protected and unit.is_tied_to_a_landlord
    return [] if is_hidden else _recipients(_workers(unit))


def _workers(unit: Unit) -> Iterable[Person]:
    running = Appointment.objects.running(clock.today()).filter(unit=unit)
    return Person.objects.filter(appointments__in=running, is_active=True).distinct()


def _wearers(*roles: Role) -> Iterable[Person]:
    running = Appointment.objects.running(clock.today()).filter(role__in=roles)
    return Person.objects.filter(appointments__in=running, is_active=True).distinct()


def _recipients(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people]
