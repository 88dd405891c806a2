"""Where a firm sits: park, building, floor, as the row says or the directory proposes."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from enterprises.directory.cleaning import plain
from enterprises.directory.drafts import Draft
from enterprises.directory.matching import Buildings, Match, Parks, is_nothing
from enterprises.directory.report import CORRECTED, REVIEW, WARNED
from enterprises.models import Park

# 708 is on floor 7, 1003-B12 (a desk in a shared room) on floor 10.
_ROOM = re.compile(r"(\d{1,2})\d{2}(?:-.+)?")


class Locator:
    """Puts `park`, `building` and `floor` into a draft. `only` is the code of the one park that is read, or empty."""

    def __init__(self, only: str = "", chosen: Mapping[str, str] | None = None) -> None:
        """`chosen`: what a person said that a text means, by `said`: the code of a park or of a building."""
        self.parks = Parks()
        self.buildings = Buildings()
        self.chosen = chosen or {}
        self._above = ""
        self.only = only

    def locate(self, draft: Draft, home: int | None) -> None:
        """`home`: the id of the park in which the directory has the firm, if it has it."""
        park = self._park(draft, home)
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

    def _park(self, draft: Draft, home: int | None) -> Park | None:
        text = plain(draft.text("park"))
        above, self._above = self._above, text or self._above
        if is_nothing(text):
            return self._park_missing(draft, home, above)
        match = self.parks.find(self.chosen.get(said(text), text))
        if match.thing is None:
            draft.hold("park", "park_unknown", _unknown(gettext("There is no park “%(text)s”."), text, match))
            return None
        self._say(draft, "park", match, draft.text("park") != text)
        return match.thing

    def _park_missing(self, draft: Draft, home: int | None, above: str) -> Park | None:
        asked = self.parks.by_code.get(self.only)
        if asked or home:
            return self.parks.by_id[home] if home else asked
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
        match = self.buildings.find(self.chosen.get(said(text, park), text), park)
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
        if not match.is_exact or is_trimmed or draft.text(field) not in (match.thing.name, match.thing.code):
            reason = gettext("Understood as “%(name)s”.") % {"name": match.thing.name if match.thing else ""}
            draft.say(field, CORRECTED, "alias", reason)


def said(text: str, park: Park | None = None) -> str:
    """The key of a text that names a park, or a building of a park."""
    return f"{park.code if park else ''}|{text}"


def _unknown(reason: str, text: str, match: Match[Any]) -> str:
    reason = reason % {"text": text} if "%(text)s" in reason else reason
    if not match.proposals:
        return reason
    return reason + " " + gettext("Perhaps: %(names)s.") % {"names": "、".join(match.proposals)}
