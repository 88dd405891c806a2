"""Councils: cases, meetings, minutes, resolutions, supervision."""

from parkdesk.admission import Route
from parkdesk.routes.groups import ALL, BULLETIN, DELIBERATION, LEADS, SUPERVISION, SUPERVISORS

ROUTES: dict[str, Route] = {
    "councils:mine": ALL,
    "councils:council": ALL,
    "councils:case_for": DELIBERATION,
    "councils:case_new": DELIBERATION,
    "councils:case": DELIBERATION,
    "councils:case_step": DELIBERATION,
    "councils:ballot": DELIBERATION,
    "councils:meeting_new": DELIBERATION,
    "councils:meeting": DELIBERATION,
    "councils:meeting_act": DELIBERATION,
    "councils:item_act": DELIBERATION,
    "councils:minutes": ALL,
    "councils:minutes_pdf": ALL,
    "councils:minutes_docx": DELIBERATION,
    "councils:minutes_act": DELIBERATION,
    "councils:resolutions": ALL,
    "councils:resolution_act": DELIBERATION,
    "councils:supervision": SUPERVISION,
    "councils:order_new": SUPERVISORS,
    "councils:bulletin": BULLETIN,
    "councils:order_for": SUPERVISION,
    "councils:letter": SUPERVISION,
    "councils:letter_send": LEADS,
    "councils:letter_sheet": SUPERVISION,
    "councils:order": SUPERVISION,
    "councils:order_sheet": SUPERVISION,
    "councils:order_step": SUPERVISION,
}
