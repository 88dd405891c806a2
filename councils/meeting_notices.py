"""Who is told what about meetings, minutes and resolutions. The words: templates/councils/notices/."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from councils.meeting_guards import sitting
from councils.models import Meeting, Minutes, Resolution
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

MEETING, MINUTES = "councils.meeting.", "councils.minutes."
WORKS, ACCOUNTS = "councils.smallwork.*", "councils.quarteraccount.*"
read_with(Meeting.objects.select_related("council__park").prefetch_related("items__case"))
read_with(Minutes.objects.select_related("council__park"))
read_with(Resolution.objects.select_related("council__park"))
kinds.add(
    kinds.Kind(
        "meetings",
        _("Meetings, minutes, resolutions"),
        _("Invitations, drafts to read, what was issued."),
        patterns=(MEETING + "*", MINUTES + "*", "councils.resolution.*", "councils.action.*", WORKS, ACCOUNTS),
        musts={
            MEETING + "convene": _("An invitation to a meeting"),
            MINUTES + "circulate": _("Minutes to read: without an objection in time they stand"),
        },
    )
)


@tell(MEETING + "convene", MEETING + "reschedule", MEETING + "cancel")
def the_invited(entry: Entry) -> list[Recipient]:
    """Everybody with a seat; a meeting that was never called is called off without a word."""
    if entry.facts["from"] == Meeting.State.DRAFT and entry.step == "cancel":
        return []
    meeting = Meeting.objects.select_related("council").get(pk=entry.subject_id)
    return to_people({one.person_id: one.person for council in sitting(meeting) for one in council.members()}.values())


@tell(MINUTES + "circulate", MINUTES + "approve", MINUTES + "issue", MINUTES + "supersede")
def those_who_were_there(entry: Entry) -> list[Recipient]:
    """They may object, then countersign, and get the issued document."""
    minutes = Minutes.objects.select_related("meeting").get(pk=entry.subject_id)
    rows = minutes.meeting.attendances.present().select_related("representative__person")
    return to_people(row.representative.person for row in rows)


@tell(MINUTES + "object")
def whoever_kept_the_record(entry: Entry) -> list[Recipient]:
    minutes = Minutes.objects.select_related("meeting__recorder").get(pk=entry.subject_id)
    recorder = minutes.meeting.recorder
    return to_people([recorder] if recorder else [])


@tell(MINUTES + "sign")
def whoever_issues(entry: Entry) -> list[Recipient]:
    """The community leader: two parties have signed."""
    return to_people(wearing(role=Role.COMMUNITY_LEADER))


@tell("councils.resolution.take_force")
def those_who_carry_it_out(entry: Entry) -> list[Recipient]:
    """The lead unit; never a landlord's about a need that is protected from it."""
    resolution = Resolution.objects.select_related("unit", "case__need").get(pk=entry.subject_id)
    need = resolution.case.need if resolution.case_id else None
    if need is not None and need.is_protected and resolution.unit.is_tied_to_a_landlord:
        return []
    return to_people(wearing(unit=resolution.unit))


def wearing(**terms: object) -> Iterable[Person]:
    hats = Appointment.objects.running(clock.today()).filter(**terms)
    return Person.objects.filter(appointments__in=hats).distinct()


def to_people(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
