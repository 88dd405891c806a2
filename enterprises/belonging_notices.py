"""Who is told about claims, proposals, moves and questions about a firm's data (decisions 15)."""

from django.utils.translation import gettext_lazy as _

from enterprises import belonging, claiming
from enterprises.models import Amendment, Appointment, DataCheck, FirmClaim, Person, Relocation
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry, Notice
from parkdesk.core.notices import Address, Recipient, read_with, resolves, tell

CLAIM, AMENDMENT, MOVE, CHECK = (f"enterprises.{one}." for one in ("firmclaim", "amendment", "relocation", "datacheck"))
Way = FirmClaim.Way
kinds.add(
    kinds.Kind(
        "belonging",
        _("My firm’s page"),
        _("Claims, corrections, moves, questions about its data."),
        patterns=(CLAIM + "*", AMENDMENT + "*", MOVE + "*", CHECK + "*"),
    )
)
read_with(FirmClaim.objects.select_related("enterprise__park", "person"))
read_with(Amendment.objects.select_related("enterprise__park", "by"))
read_with(Relocation.objects.select_related("enterprise", "from_park", "to_park"))
read_with(DataCheck.objects.select_related("enterprise"))


@tell(CLAIM + "ask", CLAIM + "turn")
def whoever_answers(entry: Entry) -> list[Recipient]:
    """The firm's administrators, or the leaders of its park; the desk finds it on its list."""
    claim = FirmClaim.objects.select_related("enterprise").get(pk=entry.subject_id)
    if claim.state != FirmClaim.State.ASKED or claim.way == Way.CODE:
        return []
    if claim.way == Way.ADMINISTRATOR:
        return _people(one.person for one in belonging.administrators(claim.enterprise))
    leaders = Appointment.objects.running(clock.today()).filter(role=Role.PARK_LEADER, park=claim.enterprise.park_id)
    return _people(one.person for one in leaders.select_related("person"))


@tell(CLAIM + "prove", CLAIM + "confirm", CLAIM + "refuse")
def the_claimant(entry: Entry) -> list[Recipient]:
    return _people([FirmClaim.objects.select_related("person").get(pk=entry.subject_id).person])


@tell(AMENDMENT + "approve", AMENDMENT + "refuse")
def the_proposer(entry: Entry) -> list[Recipient]:
    return _people([Amendment.objects.select_related("by").get(pk=entry.subject_id).by])


@tell(MOVE + "tell", MOVE + "undo")
def the_people_of_the_firm(entry: Entry) -> list[Recipient]:
    """Everybody who lost or kept a right by it, but who told it."""
    move = Relocation.objects.get(pk=entry.subject_id)
    people = Person.objects.filter(memberships__in=move.ended_memberships) | Person.objects.filter(
        memberships__in=belonging.members(move.enterprise).values("pk")
    )
    return _people(people.exclude(pk=entry.actor_id).distinct())


@tell(CHECK + "ask")
def the_firm(entry: Entry) -> list[Recipient]:
    """Its administrators; a firm without one by its registered contact."""
    check = DataCheck.objects.select_related("enterprise").get(pk=entry.subject_id)
    people = _people(one.person for one in belonging.administrators(check.enterprise))
    return people or [Recipient(f"datacheck:{check.pk}", channels=(Notice.Channel.EMAIL, Notice.Channel.SMS))]


@resolves("datacheck")
def contact_of_the_firm(ref: str) -> Address | None:
    """The firm's contact as the directory knows it, with the firm's own link; nobody once it has moved out."""
    check = DataCheck.objects.select_related("enterprise").filter(pk=ref).first()
    if check is None or check.enterprise.status == check.enterprise.Status.MOVED_OUT:
        return None
    address = claiming.address_of(check.enterprise)
    return Address(email=address.email, phone=address.phone, url=check.get_link()) if address else None


def _people(people) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
