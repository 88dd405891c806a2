"""A look at a contact of each kind, so that the person concerned finds on their page who looked, when and why."""

from enterprises.models import Enterprise
from parkdesk import firm_contact
from parkdesk.core import access
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import BY_NAME
from requests_flow.looks import BETWEEN, CONTACT_READ, Why
from requests_flow.models import Need

LOOKED = "约周三上午十点上门看现场"
TOLD = "告知消防演练安排，确认参加人数"


def settle(world: World) -> None:
    """The window looks at how to reach somebody of the firm with the demonstration's sign-in, the desk at the firm."""
    people = world.company.by_name
    need = Need.objects.open().filter(reporter=people["enterprise"], contact__isnull=False).order_by("pk").first()
    if need is not None:
        access.looked_at(need, by=people["window"], action=CONTACT_READ, reason=f"{Why.MEET}{BETWEEN}{LOOKED}")
    firm = Enterprise.objects.get(code=BY_NAME["enterprise"].firm)
    if not access.looks_at(firm, firm_contact.READ).exists():
        firm_contact.look(firm, reason=f"{Why.TELL}{BETWEEN}{TOLD}", by=people["manager"])
