"""What the clock does for actions, and what follows from what happens to their resolutions."""

from councils import actions
from councils.models import Action, Resolution
from parkdesk.core import clock
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow
from parkdesk.core.ticking import each, every_minute

BATCH = 100


@every_minute
def hand_back_what_nobody_accepts() -> int:
    """Two working days without an answer: back to the convener."""
    late = Action.objects.filter(state=Action.State.ASSIGNED, accept_by__lte=clock.now()).order_by("pk")
    return each(late[:BATCH], actions.hand_back)


@follow("councils.resolution.take_force", name="councils.actions.start")
def give_it_to_its_unit(entry: Entry) -> None:
    """What took force is given to its unit, once, however often this is heard."""
    resolution = Resolution.objects.select_related("case", "unit", "council__park").get(pk=entry.subject_id)
    if resolution.state == Resolution.State.IN_FORCE and not Action.objects.filter(resolution=resolution).exists():
        actions.start(resolution)


def end_what_was_to_be_done(entry: Entry) -> None:
    """A resolution that is done or has lapsed leaves nothing open."""
    actions.end_with(Resolution.objects.get(pk=entry.subject_id))


follow("councils.resolution.fulfil", name="councils.actions.fulfil")(end_what_was_to_be_done)
follow("councils.resolution.lapse", name="councils.actions.lapse")(end_what_was_to_be_done)
