"""A visit as a sheet of labels and values: for whoever may read all of it, and for the firm that confirms it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enterprises.models import Person
from parkdesk.core.words_of_time import day
from requests_flow.forgetting import FORGOTTEN
from requests_flow.models import Visit
from requests_flow.visit_words import Plan, Safety

Lines = list[tuple[str, Any]]


def sheet(visit: Visit, reader: Person) -> Lines:
    """What was put on record. How the firm is doing and what it plans only for those who may be told (decisions 5)."""
    shared: Lines = [
        (_("Day"), _with_minutes(visit)),
        (pgettext("of a visit", "What for"), visit.get_purpose_display()),
        (pgettext("of a visit", "Met"), f"{visit.get_met_display()} {visit.met_name}".strip()),
        (pgettext("of a visit", "Along"), visit.companion),
        (_("Safety"), _words(Safety, visit.safety)),
        (_("Policies handed over"), visit.policies),
        (_("Answer promised by"), visit.answer_by and day(visit.answer_by)),
        (pgettext("of a visit", "Confirmed"), _confirmed(visit)),
    ]
    return shared + (_sensitive(visit) if visit.is_told_to(reader) else [])


def firms_sheet(visit: Visit, by: str) -> Lines:
    """What the firm reads before it confirms: nothing of what the visitor thinks of it."""
    return [
        (_("Firm"), visit.enterprise.name),
        (_("Day"), day(visit.visited_on)),
        (_("Who came"), by),
        (pgettext("of a visit", "What for"), visit.get_purpose_display()),
        (_("Policies handed over"), visit.policies),
        (_("Answer promised by"), visit.answer_by and day(visit.answer_by)),
    ]


def _sensitive(visit: Visit) -> Lines:
    return [
        (_("State of business"), visit.get_business_display()),
        (_("Staff now"), visit.staff),
        (_("Plans"), _words(Plan, visit.plans)),
        (_("Noted"), visit.note),
    ]


def _with_minutes(visit: Visit) -> str:
    took = _("%(count)s min") % {"count": visit.minutes} if visit.minutes else ""
    return " · ".join(part for part in (day(visit.visited_on), took) if part)


def _words(kind: Any, codes: list[str]) -> str:
    return " · ".join(str(kind(code).label) for code in codes)


def _confirmed(visit: Visit) -> str:
    """Who says that it took place."""
    if visit.confirmed_at:
        return _("by the firm")
    if visit.signed_by == FORGOTTEN:
        return _("signed; the name is no longer kept")
    if visit.signed_by:
        return _("signed by %(name)s") % {"name": visit.signed_by}
    return _("on the phone") if visit.is_confirmed_by_phone else _("not yet")
