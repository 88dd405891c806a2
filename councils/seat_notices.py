"""Who is told what about seats and alarms. The words: templates/councils/notices/."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from councils.models import CompositionAlarm, Representative
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

SEAT, ALARM = "councils.representative.", "councils.compositionalarm."
# Who sees to it that a council is whole again.
MENDS = (Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER, Role.DESK_MANAGER)
read_with(Representative.objects.select_related("council__park", "seat", "person"))
read_with(CompositionAlarm.objects.select_related("council__park"))
kinds.add(
    kinds.Kind(
        "seats",
        _("Seats of councils"),
        _("Who comes, goes, or sits for somebody; what a council lacks."),
        patterns=(SEAT + "*", ALARM + "*"),
    )
)


@tell(ALARM + "sound", ALARM + "end", SEAT + "resign")
def those_who_mend_it(entry: Entry) -> list[Recipient]:
    """The party committee, the community leader and the desk's manager."""
    hats = Appointment.objects.running(clock.today()).filter(role__in=MENDS)
    return _to(Person.objects.filter(appointments__in=hats).distinct())


@tell(SEAT + "register", SEAT + "step_in", SEAT + "step_back", SEAT + "take_over")
def the_substitute(entry: Entry) -> list[Recipient]:
    return _to([_one(entry).person])


@tell(SEAT + "leave")
def whoever_lost_the_seat(entry: Entry) -> list[Recipient]:
    """They hear it from the house and not from somebody at the door."""
    return _to([_one(entry).person])


def _one(entry: Entry) -> Representative:
    return Representative.objects.select_related("person").get(pk=entry.subject_id)


def _to(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
