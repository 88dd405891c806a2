"""One look at a contact, so that the person concerned finds on their page who looked, when and why."""

from parkdesk.core import access
from parkdesk.demonstration.play import World
from requests_flow.looks import BETWEEN, CONTACT_READ, Why
from requests_flow.models import Need

LOOKED = "约周三上午十点上门看现场"


def settle(world: World) -> None:
    """The window looks at how to reach somebody of the firm with the demonstration's sign-in."""
    people = world.company.by_name
    need = Need.objects.open().filter(reporter=people["enterprise"], contact__isnull=False).order_by("pk").first()
    if need is not None:
        access.looked_at(need, by=people["window"], action=CONTACT_READ, reason=f"{Why.MEET}{BETWEEN}{LOOKED}")
