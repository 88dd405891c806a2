"""What the desk has at hand in the demonstration: texts that it answers with often, and a request upwards."""

from collections.abc import Iterator
from functools import partial

from parkdesk.core import clock
from parkdesk.demonstration import texts
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.timeline import Happening
from requests_flow import upward
from requests_flow.models import Need, ReplyTemplate, UpwardRequest

# The need that waits at the customs, and how many working minutes ago customs was asked.
HELD, ASKED = "N0044", 1190
BEFORE = 6000


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """The templates were written long ago; the request went out when the need came to wait."""
    yield Happening(office.back(BEFORE), partial(_write_templates, world))
    yield Happening(office.back(ASKED), partial(_ask_customs, world))


def _write_templates(world: World) -> None:
    manager = world.company.by_name["manager"]
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(**one, changed_by=manager, changed_at=clock.now()) for one in texts.of("templates")
    )


def _ask_customs(world: World) -> None:
    need = Need.objects.get(pk=world.needs[HELD].pk)
    letter = upward.Letter(sent_on=clock.today(), kind=UpwardRequest.Kind.CONSULT, **texts.of("phrases")["upward"])
    upward.send(need, letter, by=world.company.specialists[need.line])
