"""Who is told about mediations and joint handlings. The words: notices/mediation.*.txt and joint.*.txt."""

from collections.abc import Iterable

from enterprises.models import Appointment, Person
from parkdesk.core import clock
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell
from requests_flow.models import Joint, Mediation
from requests_flow.notices import JOINT, MEDIATION

read_with(Mediation.objects.select_related("need"))
read_with(Joint.objects.select_related("need", "incident"))


def to_people(*people: Person | None) -> list[Recipient]:
    """Each person once, as far as they still work here."""
    known = {one.pk: one for one in people if one is not None and one.is_active}
    return [Recipient(f"person:{one.pk}", one.language) for one in known.values()]


@tell(MEDIATION + "remind")
def who_mediates(entry: Entry) -> list[Recipient]:
    """Who opened the mediation, and who owns its need: they tell both parties."""
    one = Mediation.objects.select_related("need__owner", "opened_by").get(pk=entry.subject_id)
    return to_people(one.opened_by, one.need.owner)


@tell(JOINT + "open", JOINT + "hand_over", JOINT + "remind")
def the_head(entry: Entry) -> list[Recipient]:
    return to_people(Joint.objects.select_related("head").get(pk=entry.subject_id).head)


@tell(JOINT + "add_member")
def everybody_in_it(entry: Entry) -> list[Recipient]:
    """Members by name and the people of member units, as far as they may read it."""
    joint = Joint.objects.get(pk=entry.subject_id)
    return to_people(*(one for one in _members(joint) if Joint.objects.visible_to(one).filter(pk=joint.pk).exists()))


def _members(joint: Joint) -> Iterable[Person]:
    newest = joint.members.last()
    if newest is None:
        return []
    if newest.person is not None:
        return [newest.person]
    running = Appointment.objects.running(clock.today()).filter(unit=newest.unit)
    return Person.objects.filter(appointments__in=running, is_active=True).distinct()
