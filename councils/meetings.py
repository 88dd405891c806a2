"""Meetings as acts: prepared, called, opened, ended; their minutes are drafted in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from councils import agenda, attendance, presence
from councils import meeting_guards as guards
from councils.guards import is_office, is_party_committee
from councils.models import Council, Meeting, Minutes, Representative, RuleSet
from councils.record import suggested_frame
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor, is_person
from parkdesk.core.flow import NotNow, advance, begin


@dataclass(frozen=True)
class Call:
    """When, where and how a council meets."""

    starts_at: datetime
    place: str = ""
    kind: str = Meeting.Kind.JOINT
    mode: str = Meeting.Mode.ON_SITE
    place_en: str = ""
    link: str = ""
    # The councils that sit along in a joint session, without the one that leads.
    joined: tuple[Council, ...] = ()


@transaction.atomic
def prepare(council: Council, call: Call, *, by: Actor) -> Meeting:
    """A date in the making: nobody is told yet; the agenda comes next."""
    terms = {name: value for name, value in vars(call).items() if name != "joined"}
    meeting = begin(Meeting(council=council, rule_set=RuleSet.current(clock.today()), **terms), "prepare", by=by)
    meeting.joined.set(one for one in call.joined if one != council)
    return meeting


@transaction.atomic
def convene(meeting: Meeting, *, by: Actor) -> Meeting:
    """Call it: everybody with a seat is invited, with agenda and papers."""
    meeting = advance(meeting, "convene", by=by)
    attendance.invite(meeting)
    return meeting


def close_the_agenda(meeting: Meeting) -> Meeting | None:
    """Close it once the working days for papers have begun; None before. The clock does it, and whoever comes later."""
    if meeting.state != Meeting.State.CONVENED or not presence.is_agenda_closed(meeting):
        return None
    return advance(meeting, "freeze", by=CLOCK)


@transaction.atomic
def reschedule(meeting: Meeting, *, starts_at: datetime, reason: str, by: Actor, **where: str) -> Meeting:
    """Another time, or another place (`place`, `place_en`, `link`); everybody who was called is told why.

    Raises NotNow where it would begin sooner than a meeting can be called, or has no place any more.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    moved = advance(meeting, "reschedule", by=by, starts_at=starts_at, reason=reason, **where)
    asked = [guards.has_its_place, *([guards.is_announced_in_time] if moved.starts_at != meeting.starts_at else [])]
    refused = next((guard for guard in asked if not guard(moved)), None)
    if refused is not None:
        raise NotNow(meeting, "reschedule", str(refused.reason))
    return moved


@transaction.atomic
def open_session(meeting: Meeting, *, by: Actor, chair: Representative | None = None) -> Meeting:
    """Begin: with a quorum in the room and somebody to preside; the convener unless `chair` names another member."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    attendance.invite(meeting)
    meeting = _name_the_chair(meeting, chair)
    recorder = by if is_person(by) else None
    return advance(meeting, "open", by=by, chair=meeting.presiding_candidate(), recorder=recorder)


def _name_the_chair(meeting: Meeting, chair: Representative | None) -> Meeting:
    if chair is not None and meeting.chair_id != chair.pk:
        meeting.chair = chair
        meeting.save(update_fields=["chair"])
    return meeting


@transaction.atomic
def end(meeting: Meeting, *, by: Actor) -> Meeting:
    """Close it and draft its minutes from the records; refused while a vote is open."""
    agenda.take_over_results(meeting, by=by)
    meeting = advance(meeting, "end", by=by)
    attendance.close_the_list(meeting)
    Minutes.objects.create(meeting=meeting, council=meeting.council, **suggested_frame(meeting))
    return meeting


def cancel(meeting: Meeting, *, reason: str, by: Actor) -> Meeting:
    """Call it off; it stays in the list as such, and everybody who was called is told."""
    return advance(meeting, "cancel", by=by, reason=reason)


# The page of a council asks for what lies ahead, what was agreed and what was printed.
AHEAD_SHOWN, MINUTES_SHOWN, RESOLUTIONS_SHOWN = 5, 5, 6


def on_the_page(council: Council, person: Person | Any) -> dict[str, Any]:
    """What the page of a council shows of its meetings: ahead (for its members), minutes and resolutions (for all)."""
    led_or_joined = Meeting.objects.filter(Q(council=council) | Q(pk__in=council.joint_meetings.values("pk")))
    ahead = led_or_joined.visible_to(person).ahead().select_related("council__park")
    drafts = council.minutes.visible_to(person).exclude(state=Minutes.State.ISSUED).select_related("meeting__rule_set")
    issued = council.minutes.issued()
    agreed = council.resolutions.visible_to(person).standing().select_related("unit")
    return {
        "may_call_several": is_office(person) or is_party_committee(person),
        "may_prepare": guards.runs_it(Meeting(council=council), person),
        "ahead": list(ahead[:AHEAD_SHOWN]),
        "drafts": list(drafts.order_by("-drafted_at")),
        "issued": list(issued[:MINUTES_SHOWN]),
        "resolutions": list(agreed[:RESOLUTIONS_SHOWN]),
    }
