"""Who is told what about actions. The words: templates/councils/notices/action.*.txt."""

from councils import guards
from councils.meeting_notices import to_people, wearing
from councils.models import Action
from enterprises.models import Person
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

ACTION = "councils.action."
read_with(Action.objects.select_related("resolution__council__park", "unit"))


@tell(ACTION + "refuse", ACTION + "hand_back")
def whoever_presides(entry: Entry) -> list[Recipient]:
    """It lies with them again: another unit has to be found."""
    action = Action.objects.select_related("resolution__council").get(pk=entry.subject_id)
    first = guards.presiding(action.resolution.council)
    return to_people([first.person] if first else [])


@tell(ACTION + "send_back")
def the_unit(entry: Entry) -> list[Recipient]:
    """Somebody looked, and it is not there yet."""
    return to_people(_of_the_unit(entry))


@tell(ACTION + "assign")
def the_unit_it_is_given_to(entry: Entry) -> list[Recipient]:
    """Given out anew: two working days begin. At first they hear of it with the resolution that takes force."""
    return [] if entry.actor_id is None else to_people(_of_the_unit(entry))


def _of_the_unit(entry: Entry) -> list[Person]:
    return list(wearing(unit=Action.objects.get(pk=entry.subject_id).unit))
