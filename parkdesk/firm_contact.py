"""A look at the registered contact of a firm: who may, for which reason, and who reads of it (domain.md 3, quality 18).

Protection follows the employer (decisions 5): who is paid by a landlord is shown no contact of a tenant. To refuse it
only where a protected need stands would tell them that one does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from enterprises.access import employers
from enterprises.contact_forms import FIELDS, masks_of
from enterprises.models import Amendment, Contact, Enterprise, FirmClaim, Person
from enterprises.roles import DESK, Role
from parkdesk.core import access, limits
from parkdesk.core.flow import NotNow, NotYours
from requests_flow.looks import looker, reason_of
from requests_flow.models import Need

READ = "firm_contact.read"
# Who works through a list rings many; who copies one is stopped. Tables are taken away whole, by the keepers.
AN_HOUR, HOUR = 30, timedelta(hours=1)
SHOWN = 5
WHOLE = (Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR)


@dataclass(frozen=True)
class Look:
    """One look as the people of the firm read it."""

    at: datetime
    who: str
    why: str


def seen_by(person: Person) -> QuerySet[Enterprise]:
    """The firms that this person finds a page of: the desk and auditors all, a leader those of the own park."""
    firms = Enterprise.objects.select_related("park", "building")
    if person.wears(*DESK, Role.DISCIPLINE_AUDITOR):
        return firms
    return firms.filter(park__in=person.parks(Role.PARK_LEADER))


def may_look(firm: Enterprise, person: Person) -> bool:
    """Whether this person's office lets them see the contact at all; a clerk may for a case (`has_case`)."""
    if employers(person):
        return False
    return person.wears(*WHOLE, Role.WINDOW_CLERK) or _leads(firm, person)


def _leads(firm: Enterprise, person: Person) -> bool:
    """The leader of the park; who leads a building, only for the firms in it."""
    leads_park = firm.park_id in person.whole_parks(Role.PARK_LEADER)
    return leads_park or firm.building_id in person.buildings(Role.PARK_LEADER)


def has_case(firm: Enterprise, person: Person) -> bool:
    """Whether something of this firm is open that this person works on at the desk."""
    return (
        Need.objects.at_the_desk(person).open().filter(enterprise=firm).exists()
        or Amendment.objects.waiting().filter(enterprise=firm).exists()
        or FirmClaim.objects.waiting().filter(enterprise=firm).exists()
    )


def refuse_unless_open(firm: Enterprise, person: Person) -> None:
    """Raises NotYours for everybody whose office gives no right to it, NotNow for a clerk without a case."""
    if not may_look(firm, person):
        raise NotYours(firm, "reach")
    needs_case = not person.wears(*WHOLE) and not _leads(firm, person)
    if needs_case and not has_case(firm, person):
        raise NotNow(firm, "reach", _("Nothing of this firm is open: the window sees its contact for a case."))


def look(firm: Enterprise, *, reason: str, by: Person) -> Contact | None:
    """The first contact of a firm, and a line in the log. Raises NotYours, NotNow, TooMany above 30 an hour."""
    refuse_unless_open(firm, by)
    contact = contact_of(firm)
    if contact is not None:
        limits.hit(f"firmcontact:{by.pk}", limit=AN_HOUR, window=HOUR)
        access.looked_at(firm, by=by, action=READ, reason=reason)
    return contact


def contact_of(firm: Enterprise) -> Contact | None:
    """The registered contact of a firm."""
    return Contact.objects.filter(enterprise=firm, is_primary=True).first()


def masked(firm: Enterprise) -> str:
    """As much of the contact as tells one from another; empty where there is none."""
    contact = contact_of(firm)
    known = {name: getattr(contact, name) if contact else "" for name in FIELDS}
    return " · ".join(masks_of(known).values())


def shown_looks(firm: Enterprise) -> list[Look]:
    """The newest looks at a firm's contact, for its own people."""
    return [Look(one.at, looker(one), reason_of(one)) for one in access.looks_at(firm, READ)[:SHOWN]]


def firms_reached_by(person: Person) -> list[Enterprise]:
    """The firms whose registered contact is this person, by a proven number or the address of the account."""
    ways = Q()
    if person.phone and person.phone_verified:
        ways |= Q(contacts__mobile=person.phone)
    if person.email:
        ways |= Q(contacts__email__iexact=person.email)
    return list(Enterprise.objects.filter(ways).distinct()) if ways else []
