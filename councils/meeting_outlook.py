"""What the page of a meeting shows: who is there, what is on the agenda, and what holds the next step up."""

from typing import Any

from django.utils.translation import gettext as _

from councils import ballots, presence
from councils import meeting_guards as guards
from councils.models import AgendaItem, Attendance, Case, Meeting, Party
from parkdesk.core import flow, states
from parkdesk.core.actors import Actor
from parkdesk.core.idempotency import new_key

# The step that carries a meeting on, by its state.
NEXT = {"draft": "convene", "convened": "open", "agenda_frozen": "open", "suspended": "resume"}
_ALONG = ("representative__seat", "representative__person", "representative__council__park")
RESULT_PILLS = {"decided": "done", "deferred": "wait", "withdrawn": "", "noted": "done"}
ATTENDANCE_PILLS = {"present": "done", "excused": "", "absent": "no", "invited": "wait"}


def held_up(meeting: Meeting, person: Actor) -> str:
    """Why the next step is not open to whoever could take it; empty when it is, or is somebody else's."""
    name = NEXT.get(meeting.state)
    if name is None or not states.find(meeting, name).may(meeting, person):
        return ""
    if name == "open" and not guards.is_about_to_begin(meeting):
        return ""
    guard = states.find(meeting, name).failing(meeting)
    return str(guard.reason) if guard else ""  # type: ignore[attr-defined]


def items_of(meeting: Meeting, person: Any) -> list[dict[str, Any]]:
    """The agenda as this person may read it: a case that is kept from them is named by its number alone."""
    items = meeting.items.select_related("case__council__park").prefetch_related("resolutions__unit")
    seen = set(Case.objects.visible_to(person).filter(agenda_items__meeting=meeting).values_list("pk", flat=True))
    return [_item(item, item.case_id is None or item.case_id in seen, person) for item in items.order_by("order")]


def _item(item: AgendaItem, is_seen: bool, person: Any) -> dict[str, Any]:
    return {
        "item": item,
        "title": item.name if is_seen else _("An item that is kept from you"),
        "is_seen": is_seen,
        "case": item.case if is_seen else None,
        "pill": RESULT_PILLS.get(item.result, ""),
        "resolutions": item.standing if is_seen else [],
        **(_vote(item, person) if is_seen and item.case_id else {}),
    }


def _vote(item: AgendaItem, person: Any) -> dict[str, Any]:
    """Where the vote on an item's case stands: open, countable, or the arithmetic of those that were counted."""
    rounds = list(item.rounds.order_by("number"))
    open_round = next((one for one in rounds if one.state == one.State.OPEN), None)
    if open_round is not None:
        open_round.case = item.case
    can_open = item.meeting.state == Meeting.State.IN_SESSION and bool(
        flow.open_steps(item.case, person, among=["vote_in_meeting"])
    )
    return {
        "open_round": open_round,
        "can_open": can_open,
        "can_count": open_round is not None and bool(flow.open_steps(open_round, person, among=["close"])),
        "sentences": [ballots.count(one).sentence() for one in rounds if one.result],
    }


def room_of(meeting: Meeting) -> dict[str, Any]:
    """Everybody who is called, in the order of the parties, the guests, and the quorum once it is counted."""
    rows = list(meeting.attendances.select_related(*_ALONG).order_by("pk"))
    places = {party: place for place, party in enumerate(Party.values)}
    members = [row for row in rows if row.representative]
    is_counted = meeting.began_at is not None or guards.is_about_to_begin(meeting)
    return {
        "seats": [_seat(row) for row in sorted(members, key=lambda row: _place(row, places))],
        "guests": [row for row in rows if row.representative is None],
        "quorum": presence.quorum_of(rows, meeting.rule_set) if is_counted else None,
    }


def _place(row: Attendance, places: dict[str, int]) -> tuple[int, int]:
    return places[row.representative.party], row.representative.seat.number


def _seat(row: Attendance) -> dict[str, Any]:
    return {
        "row": row,
        "name": str(row.representative.person),
        "party": row.representative.get_party_display(),
        "is_convener": row.representative.is_convener,
        "pill": "wait" if row.left_at else ATTENDANCE_PILLS.get(row.kind, ""),
        "said": _("has gone out") if row.left_at else row.get_kind_display(),
        "key": new_key(),
    }
