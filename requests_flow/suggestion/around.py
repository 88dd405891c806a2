"""The open needs of a park around one need, as reports to compare it with: one query, newest first."""

import re
from datetime import datetime, time
from functools import lru_cache

from parkdesk.core import clock
from parkdesk.core.search import fold, segment
from requests_flow import tier_words
from requests_flow.models import Need
from requests_flow.suggestion.features import Features, features, features_of, meaningful
from requests_flow.suggestion.model import Model
from requests_flow.suggestion.places import places_in
from requests_flow.suggestion.pointing import pointing_of
from requests_flow.suggestion.relating import Report
from requests_flow.suggestion.seed import label_of

ALIKE_DAYS = 10
AT_MOST = 400
_WAGES = re.compile(tier_words.ARREARS)
_COLUMNS = (
    "reference", "title", "state", "submitted_at", "enterprise", "enterprise_name", "building", "category", "tier",
    "search_text", "reporter", "outside_number", "park",
    "is_protected", "is_personal", "service__code",
)  # fmt: skip


def needs_around(need: Need) -> list[Need]:
    """Open needs of the park from the last 10 working days; none protected, none personal, none for such a need."""
    if need.park_id is None or need.is_protected or need.is_personal or need.submitted_at is None:
        return []
    others = Need.objects.open().filter(park=need.park_id, is_protected=False, is_personal=False)
    recent = others.filter(submitted_at__gte=days_ago(need.submitted_at, ALIKE_DAYS)).exclude(pk=need.pk)
    return list(recent.select_related("service").only(*_COLUMNS).newest_first()[:AT_MOST])


def report_of(need: Need, model: Model) -> Report:
    """A need as it is compared, from its own words."""
    said = f"{need.title} {need.text}"
    return _report(need, model, features(said), fold(said))


def short_report_of(need: Need, model: Model) -> Report:
    """The same from the columns of a list: the segmented words, without the names that stand behind them."""
    segmented = need.search_text.split()
    behind = _length(need.enterprise_name) + _length(need.outside_number)
    words = segmented[: len(segmented) - behind] if behind else segmented
    return _report(need, model, features_of(meaningful(words)), fold(need.title))


def is_about_wages(folded: str) -> bool:
    """Unpaid wages: related to nothing, whether somebody ticked a box or not (decisions 30)."""
    return bool(_WAGES.search(folded))


def _report(need: Need, model: Model, words: Features, said: str) -> Report:
    return Report(
        ref=need.reference or "",
        park=str(need.park_id or ""),
        at=need.submitted_at,
        features=words,
        think=model.chances,
        category=need.category,
        tier=need.tier,
        building=str(need.building_id or ""),
        places=places_in(said),
        who=_who(need),
        label=_label(need),
        is_private=need.is_protected or need.is_personal or is_about_wages(said),
        pointing=pointing_of(said),
    )


def _label(need: Need) -> str:
    """What a person sorted it under; empty for what is still to be sorted."""
    return label_of(need.service.code if need.service else "", need.category) if need.category else ""


def _who(need: Need) -> str:
    """By whom: the enterprise, else the person; empty when nobody said."""
    if need.enterprise_id:
        return f"firm {need.enterprise_id}"
    return need.enterprise_name or (f"person {need.reporter_id}" if need.reporter_id else "")


@lru_cache(maxsize=1024)
def _length(name: str) -> int:
    return len(segment(name).split()) if name else 0


def days_ago(moment: datetime, days: int) -> datetime:
    """The start of the day that lies so many working days before that moment."""
    day, left, cal = moment.astimezone(clock.SHANGHAI).date(), days, clock.calendar()
    while left:
        day = day.fromordinal(day.toordinal() - 1)
        left -= cal.is_working(day)
    return clock.at(day, time())
