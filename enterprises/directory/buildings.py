"""Buildings of parks."""

from django.utils.translation import gettext

from enterprises.directory import amounts, cleaning
from enterprises.directory.batches import Batch
from enterprises.directory.drafts import Draft, code, limits, walk
from enterprises.directory.matching import Parks
from enterprises.directory.parks import split_names
from enterprises.directory.report import Line, Report
from enterprises.directory.tables import Table
from enterprises.models import Building, Park

_CLEANERS = {
    "code": code,
    "name": cleaning.words,
    "floors_above": amounts.small_count,
    "floors_below": amounts.small_count,
    "lifts": amounts.small_count,
    "rooms_per_floor": amounts.small_count,
    "area": amounts.count,
    "completed_year": amounts.small_count,
    "aliases": split_names,
}


def import_buildings(table: Table, only: str = "") -> Report:
    """Create or update the buildings of a table; `only` limits it to one park."""
    buildings = _Buildings(only)
    report = walk(table, "buildings", buildings.settle)
    buildings.batch.write()
    return report


class _Buildings:
    def __init__(self, only: str) -> None:
        self.only = only
        self.parks = Parks()
        self.limits = limits(Building)
        self.batch = Batch(Building, {building.code: building for building in Building.objects.all()})
        self.seen: dict[str, int] = {}

    def settle(self, draft: Draft) -> Line:
        for field, clean in _CLEANERS.items():
            draft.take(field, clean)
        draft.trim(self.limits)
        draft.need("code", "name")
        park = take_park(draft, self.parks)
        if draft.is_wrong or park is None:
            return draft.as_wrong(draft.text("code"))
        key = draft.values["code"]
        if self.only and park.code != self.only:
            return draft.line("skipped", key)
        if self.seen.setdefault(key, draft.record.number) != draft.record.number:
            return draft.as_duplicate(key, self.seen[key])
        _, outcome, changed = self.batch.settle(key, draft.values)
        return draft.as_settled(outcome, key, changed)


def take_park(draft: Draft, parks: Parks) -> Park | None:
    """The park that the row names by its code or name; None, with the row held, when there is no such park."""
    match = parks.find(cleaning.plain(draft.text("park")))
    if match.thing is None:
        draft.hold("park", "park_unknown", gettext("There is no park “%(text)s”.") % {"text": draft.text("park")})
        return None
    draft.values["park"] = match.thing
    return match.thing
