"""Putting a visit on record: one press, one visit, with the need that was heard on it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, Person
from parkdesk.core.flow import NotNow, begin
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import Need, Visit
from requests_flow.words import Channel


@dataclass(frozen=True)
class Call:
    """What somebody tells about a visit. `heard` is a need of the firm, in its own words."""

    enterprise: Enterprise
    visited_on: date
    purpose: str = Visit.Purpose.ROUTINE
    note: str = ""
    is_confirmed_by_phone: bool = False
    heard: str = ""


@transaction.atomic
def log(call: Call, *, by: Person) -> tuple[Visit, Need | None]:
    """Store a visit; what was heard becomes a need of its own, told by the visitor. Raises NotNow for a second one."""
    visit = Visit(
        leader=by,
        park=call.enterprise.park,
        enterprise=call.enterprise,
        visited_on=call.visited_on,
        purpose=call.purpose,
        note=call.note,
        is_confirmed_by_phone=call.is_confirmed_by_phone,
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(visit, "log", _("This visit is on record already: one a day and firm.")) from error
    visit = begin(visit, "log", by=by, occurred_on=call.visited_on)
    return visit, _need_of(call, by) if call.heard else None


def _need_of(call: Call, by: Person) -> Need:
    firm = call.enterprise
    report = Report(
        text=call.heard,
        place=Place(firm.park, firm.building, room=firm.room),
        channel=Channel.VISIT,
        enterprise=firm,
        enterprise_name=firm.name,
    )
    return hand_in(report, by=by)[0]
