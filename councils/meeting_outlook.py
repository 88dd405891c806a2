"""What the page of a meeting shows: who is there, what is on the agenda, and what holds the next step up."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from councils.models import AgendaItem, Attendance, Case, Meeting, Party
from parkdesk.core import states
from parkdesk.core.actors import Actor
from parkdesk.core.idempotency import new_key

# The step that carries a meeting on, by its state.
NEXT = {"draft": "convene", "convened": "open", "agenda_frozen": "open", "suspended": "resume"}
RESULT_PILLS = {"decided": "done", "deferred": "wait", "withdrawn": "", "noted": "done"}
ATTENDANCE_PILLS = {"present": "done", "excused": "", "absent": "no", "invited": "wait"}


def held_up(meeting: Meeting, person: Actor) -> str:
    """Why the next step is not open to whoever could take it; empty when it is, or is somebody else's."""
    name = NEXT.get(meeting.state)
    if name is None or not states.find(meeting, name).may(meeting, person):
        return ""
    guard = states.find(meeting, name).failing(meeting)
    return str(guard.reason) if guard else ""  # type: ignore[attr-defined]


def items_of(meeting: Meeting, person: Any) -> list[dict[str, Any]]:
    """The agenda as this person may read it: a case that is kept from them is named by its number alone."""
    items = meeting.items.select_related("case__council__park").prefetch_related(
        "resolutions__unit", "resolutions__supporting", "resolutions__council__park"
    )
    seen = set(Case.objects.visible_to(person).filter(agenda_items__meeting=meeting).values_list("pk", flat=True))
    return [_item(item, item.case_id is None or item.case_id in seen) for item in items.order_by("order")]


def _item(item: AgendaItem, is_seen: bool) -> dict[str, Any]:
    return {
        "item": item,
        "title": item.name if is_seen else _("An item that is kept from you"),
        "is_seen": is_seen,
        "case": item.case if is_seen else None,
        "pill": RESULT_PILLS.get(item.result, ""),
        "resolutions": item.standing if is_seen else [],
    }


def seats_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Everybody who is called, by party, with what stands behind their name."""
    rows = meeting.attendances.members().select_related(
        "representative__seat", "representative__person", "representative__enterprise", "meeting"
    )
    places = {party: place for place, party in enumerate(Party.values)}
    rows = sorted(rows, key=lambda row: (places[row.representative.party], row.representative.seat.number))
    return [
        {"party": Party(party).label, "rows": [_seat(row) for row in some]}
        for party, some in groupby(rows, key=lambda row: row.representative.party)
    ]


def _seat(row: Attendance) -> dict[str, Any]:
    return {
        "row": row,
        "name": str(row.representative.person),
        "is_convener": row.representative.is_convener,
        "pill": "wait" if row.left_at else ATTENDANCE_PILLS.get(row.kind, ""),
        "said": _("has gone out") if row.left_at else row.get_kind_display(),
        "key": new_key(),
    }
