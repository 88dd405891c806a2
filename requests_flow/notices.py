"""Who is told what about a need. The words: templates/requests_flow/notices/need.<step>.txt."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Appointment, Person, Unit
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry, Notice
from parkdesk.core.notices import Address, Recipient, read_with, resolves, tell
from requests_flow import escalating
from requests_flow.models import ConductReport, Need, Part, ReporterContact, UpwardRequest
from requests_flow.models.conduct import READERS, answers_for_conduct
from requests_flow.models.part import works_on_it
from requests_flow.words import Tier, Urgency

NEED, PART = "requests_flow.need.", "requests_flow.part."
UPWARD, CONDUCT = "requests_flow.upwardrequest.", "requests_flow.conductreport."
MEDIATION, JOINT = "requests_flow.mediation.", "requests_flow.joint."
FILING, PAPER = "requests_flow.filing.", "requests_flow.filingpaper."
read_with(Need.objects.select_related("unit", "merged_into", "split_from"))
# Steps that give somebody of the house something to do.
WORK = ("dispatch", "hand_back", "reply", "return", "ask_extension", "reopen", "withdraw", "add", "raise_for_members")
kinds.add(
    kinds.Kind(
        "work",
        _("Orders and work on needs"),
        _("What comes to my unit or my desk: orders, returns, answers, more time asked for."),
        patterns=(
            *(NEED + step for step in WORK),
            PART + "*",
            UPWARD + "*",
            CONDUCT + "*",
            MEDIATION + "*",
            JOINT + "*",
            FILING + "*",
            PAPER + "*",
        ),
        musts={NEED + "dispatch": _("An order for my unit")},
    )
)
kinds.add(
    kinds.Kind(
        "needs",
        _("Needs that I handed in"),
        _("Received, taken on, completed, closed."),
        patterns=(NEED + "*",),
        musts={NEED + "ask": _("A question about my need: the clock stands still until I answer")},
    )
)


@kinds.urgent(NEED + "*")
def is_critical(entry: Entry) -> bool:
    """People in danger: nobody waits for the morning (domain.md 4)."""
    return entry.subject.urgency == Urgency.CRITICAL


@resolves("need")
def reporter_of(ref: str) -> Address | None:
    """A reporter without an account: the contact they left with their need."""
    contact = ReporterContact.objects.select_related("need").filter(need_id=ref).first()
    if contact is None or contact.has_faded:
        return None
    url = contact.need.get_tracking_url()
    return Address(contact.name, contact.email, url, contact.phone, stop_url=f"{url}#messages")


@resolves("person")
def person_of(ref: str) -> Address | None:
    person = Person.objects.filter(pk=ref, is_active=True).first()
    if person is None:
        return None
    phone = (person.phone or "") if person.phone_verified else ""
    return Address(person.name, person.email or "", reverse("me"), phone)


@tell(
    *(
        NEED + step
        for step in (
            "submit",
            "acknowledge",
            "accept",
            "ask",
            "correct",
            "inform",
            "resolve",
            "remind",
            "close",
            "decline",
            "merge",
            "extend",
            "deliberate",
            "mandate",
            "unmerge",
            "pass_on",
            "split",
            "split_off",
            "mend",
            "mark_mistaken",
        )
    )
)
def the_reporter(entry: Entry) -> list[Recipient]:
    """Whoever handed it in: over the contact they left, or on their own page when they have an account."""
    return [reporter_as_recipient(_need(entry), _channels(entry))]


def reporter_as_recipient(need: Need, channels: tuple[str, ...] = (Notice.Channel.EMAIL,)) -> Recipient:
    """The account of whoever handed it in, else the contact that they left."""
    if need.reporter_id:
        return Recipient(f"person:{need.reporter_id}", need.language)
    return Recipient(f"need:{need.pk}", need.language, channels)


def _channels(entry: Entry) -> tuple[str, ...]:
    """By e-mail always; by text message where a number was left, and of few steps: each costs money and attention."""
    is_told = entry.step in settings.PARKDESK_SMS_STEPS
    has_phone = is_told and ReporterContact.objects.filter(need=entry.subject_id).exclude(phone="").exists()
    return (Notice.Channel.EMAIL, Notice.Channel.SMS) if has_phone else (Notice.Channel.EMAIL,)


@tell(NEED + "dispatch", NEED + "mandate")
def the_unit(entry: Entry) -> list[Recipient]:
    """Everybody who works in the unit that this entry names; by now the need may be with another."""
    unit = Unit.objects.get(pk=entry.facts["unit"].rpartition(":")[2])
    if _need(entry).is_protected and unit.is_tied_to_a_landlord:
        return []
    people = Person.objects.filter(
        appointments__in=Appointment.objects.running(clock.today()).filter(unit=unit), is_active=True
    ).distinct()
    return [Recipient(f"person:{one.pk}", one.language) for one in people]


@tell(
    NEED + "hand_back",
    NEED + "reply",
    NEED + "return",
    NEED + "ask_extension",
    NEED + "reopen",
    NEED + "withdraw",
    NEED + "add",
)
def the_owner(entry: Entry) -> list[Recipient]:
    """Whoever at the desk owns it, and whoever handles it in the unit."""
    need = _need(entry)
    people = [one for one in (need.owner, need.handler) if one is not None and one.is_active]
    return [Recipient(f"person:{one.pk}", one.language) for one in people]


@tell("requests_flow.conductreport.pass_on")
def those_who_answer_for_conduct(entry: Entry) -> list[Recipient]:
    """The party committee and the auditor; whoever handled the need is left out, as on the page."""
    report = ConductReport.objects.select_related("need").get(pk=entry.subject_id)
    hats = Appointment.objects.running(clock.today()).filter(role__in=READERS)
    people = Person.objects.filter(appointments__in=hats, is_active=True).distinct()
    return [Recipient(f"person:{one.pk}", one.language) for one in people if answers_for_conduct(report, one)]


@tell(NEED + "note")
def whoever_is_mentioned(entry: Entry) -> list[Recipient]:
    """Colleagues whose names stand in an internal note."""
    people = Person.objects.filter(pk__in=entry.facts.get("mentioned", []), is_active=True)
    return [Recipient(f"person:{one.pk}", one.language) for one in people]


@tell(PART + "offer")
def the_unit_of_a_part(entry: Entry) -> list[Recipient]:
    part = Part.objects.select_related("need", "unit").get(pk=entry.subject_id)
    hats = Appointment.objects.running(clock.today()).filter(unit=part.unit)
    people = Person.objects.filter(appointments__in=hats, is_active=True).distinct()
    return [Recipient(f"person:{one.pk}", one.language) for one in people if works_on_it(part, one)]


@tell(PART + "return", PART + "report", PART + "accept")
def whoever_gave_the_part(entry: Entry) -> list[Recipient]:
    """Who gave it, and who answers for the need."""
    part = Part.objects.select_related("need__owner", "need__handler", "given_by").get(pk=entry.subject_id)
    people = {one.pk: one for one in (part.given_by, part.need.owner, part.need.handler) if one and one.is_active}
    return [Recipient(f"person:{one.pk}", one.language) for one in people.values()]


@tell(NEED + "escalate")
def those_of_the_mark(entry: Entry) -> list[Recipient]:
    """Whoever a mark of the overdue path is for."""
    people = escalating.audience(_need(entry), entry.facts["mark"])
    return [Recipient(f"person:{one.pk}", one.language) for one in people]


@tell(NEED + "climb")
def those_who_lead(entry: Entry) -> list[Recipient]:
    """Its owner, and for what became major the community leader."""
    need = _need(entry)
    people = [need.owner] if need.owner and need.owner.is_active else []
    people += escalating.wearing(Role.COMMUNITY_LEADER) if need.tier == Tier.MAJOR else []
    return [Recipient(f"person:{one.pk}", one.language) for one in people]


@tell(NEED + "raise_for_members")
def who_owns_what_members_raised(entry: Entry) -> list[Recipient]:
    """Its owner at the desk, who puts it before the council; the members are told nothing yet (decisions 26)."""
    owner = _need(entry).owner
    return [Recipient(f"person:{owner.pk}", owner.language)] if owner and owner.is_active else []


@tell("requests_flow.upwardrequest.remind")
def whoever_asks_again(entry: Entry) -> list[Recipient]:
    """Who sent the request, and who owns its need."""
    one = UpwardRequest.objects.select_related("need__owner", "sent_by").get(pk=entry.subject_id)
    people = {who.pk: who for who in (one.sent_by, one.need.owner) if who and who.is_active}
    return [Recipient(f"person:{who.pk}", who.language) for who in people.values()]


@tell(NEED + "submit")
def the_leader_of_what_looks_major(entry: Entry) -> list[Recipient]:
    """Major needs reach the community leader from the first hour (decisions 27)."""
    need = _need(entry)
    if need.tier != Tier.MAJOR:
        return []
    leaders = Person.objects.filter(
        appointments__in=Appointment.objects.running(clock.today()).filter(role=Role.COMMUNITY_LEADER), is_active=True
    ).distinct()
    return [Recipient(f"person:{one.pk}", one.language) for one in leaders]


def _need(entry: Entry) -> Need:
    return Need.objects.select_related("owner", "handler").get(pk=entry.subject_id)
