"""Where a firm sits: park, building, floor, as the row says or the directory proposes."""

import re
from typing import Any

from django.utils.translation import gettext

from enterprises.directory.cleaning import plain
from enterprises.directory.drafts import Draft
from enterprises.directory.matching import Buildings, Match, Parks, is_nothing
from enterprises.directory.report import CORRECTED, REVIEW, WARNED
from enterprises.models import Enterprise, Park

# 708 is on floor 7, 1003-B12 (a desk in a shared room) on floor 10.
_ROOM = re.compile(r"(\d{1,2})\d{2}(?:-.+)?")


class Locator:
    """Puts `park`, `building` and `floor` into a draft. `only` is the code of the one park that is read, or empty."""

    def __init__(self, only: str = "") -> None:
        self.parks = Parks()
        self.buildings = Buildings()
        self._above = ""
        self.only = only

    def locate(self, draft: Draft, known: Enterprise | None) -> None:
        park = self._park(draft, known)
        if park is None:
            return
        draft.values["park"] = park
        if "building" in draft.record.texts:
            self._building(draft, park)
        room = _ROOM.fullmatch(draft.values.get("room", ""))
        if room and "floor" not in draft.values:
            draft.values["floor"] = room[1]

    def is_elsewhere(self, draft: Draft) -> bool:
        """Whether the row is about a park that was not asked for."""
        park = draft.values.get("park")
        return bool(self.only and park and park.code != self.only)

    def _park(self, draft: Draft, known: Enterprise | None) -> Park | None:
        text = plain(draft.text("park"))
        above, self._above = self._above, text or self._above
        if is_nothing(text):
            return self._park_missing(draft, known, above)
        match = self.parks.find(text)
        if match.thing is None:
            draft.hold("park", "park_unknown", _unknown(gettext("There is no park “%(text)s”."), text, match))
            return None
        self._say(draft, "park", match, draft.text("park") != text)
        return match.thing

    def _park_missing(self, draft: Draft, known: Enterprise | None, above: str) -> Park | None:
        asked = self.parks.by_code.get(self.only)
        if asked or known:
            return known.park if known else asked
        reason = gettext("The park is missing.")
        if above:
            reason += " " + gettext("The row above says “%(name)s”.") % {"name": above}
        draft.hold("park", "park_missing", reason)
        return None

    def _building(self, draft: Draft, park: Park) -> None:
        text = plain(draft.text("building"))
        if is_nothing(text):
            draft.say("building", WARNED, "building_missing", self._building_missing(park))
            return
        match = self.buildings.find(text, park)
        if match.thing is None:
            reason = gettext("%(park)s has no building “%(text)s”.") % {"park": park.name, "text": text}
            draft.say("building", REVIEW, "building_unknown", _unknown(reason, text, match))
            return
        self._say(draft, "building", match, draft.text("building") != text)
        draft.values["building"] = match.thing

    def _building_missing(self, park: Park) -> str:
        only = self.buildings.only(park)
        if only:
            return gettext("The building is missing; the park has only “%(name)s”.") % {"name": only.name}
        return gettext("The building is missing.")

    def _say(self, draft: Draft, field: str, match: Match[Any], is_trimmed: bool) -> None:
        if field in draft.record.filled:
            draft.say(field, CORRECTED, "merged", gettext("Taken from the merged cell above."))
        if not match.is_exact or is_trimmed:
            reason = gettext("Understood as “%(name)s”.") % {"name": match.thing.name if match.thing else ""}
            draft.say(field, CORRECTED, "alias", reason)


def _unknown(reason: str, text: str, match: Match[Any]) -> str:
    reason = reason % {"text": text} if "%(text)s" in reason else reason
    if not match.proposals:
        return reason
    return reason + " " + gettext("Perhaps: %(names)s.") % {"names": "、".join(match.proposals)}
