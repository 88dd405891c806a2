"""Finding the park or building that a cell means, under any of the names that people give it."""

import difflib
import re
from collections import defaultdict
from typing import Generic, NamedTuple, TypeVar

from enterprises.directory.amounts import chinese_number
from enterprises.directory.cleaning import is_placeholder, narrow
from enterprises.models import Building, Park
from parkdesk.core.search import fold

_REGION = "浙江省|浙江|杭州市|杭州|余杭区|余杭|仓前街道|仓前"
_BEFORE = re.compile(rf"^(?:{_REGION})+")
_AFTER = re.compile(rf"\((?:{_REGION})+\)$")
# 3号楼, 三号楼, 3号, 3#, 3#楼, 3幢, 3栋, 3座, 第3幢, B3, B-3, No. 3, Building 3, Bldg 3, 3
_NUMBERED = re.compile(
    r"(?:第|b-?|no\.?|building|bldg\.?|block|楼)?(\d{1,3}|[零一二三四五六七八九十]{1,3}|[a-z])"
    r"(?:号楼|号|#楼|#|幢楼|幢|栋楼|栋|座楼|座|楼|building)?"
)


Place = TypeVar("Place", Park, Building)


class Match(NamedTuple, Generic[Place]):
    """What was found: the thing, whether by its own name, and names to propose when nothing was found."""

    thing: Place | None
    is_exact: bool
    proposals: tuple[str, ...] = ()


class Parks:
    """All parks under all their names."""

    def __init__(self) -> None:
        self.all = list(Park.objects.select_related("operator", "property_manager"))
        self.by_code = {park.code: park for park in self.all}
        self.by_id = {park.pk: park for park in self.all}
        self._exact = {park.name: park for park in self.all} | self.by_code
        self._loose: dict[str, set[Park]] = defaultdict(set)
        for park in self.all:
            for name in (park.code, park.name, *park.aliases):
                self._loose[_loose_park(name)].add(park)
        self._seen: dict[str, Match[Park]] = {}

    def find(self, text: str) -> Match[Park]:
        if text not in self._seen:
            self._seen[text] = self._find(text)
        return self._seen[text]

    def _find(self, text: str) -> Match[Park]:
        if text in self._exact:
            return Match(self._exact[text], True)
        loose = _loose_park(text)
        for name in (loose, loose.removesuffix("园区"), loose.removesuffix("区")):
            if len(self._loose.get(name, ())) == 1:
                return Match(next(iter(self._loose[name])), False)
        names = [park.name for park in self.all]
        return Match(None, False, tuple(difflib.get_close_matches(narrow(text), names, n=3, cutoff=0.4)))


class Buildings:
    """All buildings, found within one park."""

    def __init__(self) -> None:
        self._of: dict[int, list[Building]] = defaultdict(list)
        for building in Building.objects.order_by("code"):
            self._of[building.park_id].append(building)

    def find(self, text: str, park: Park) -> Match[Building]:
        candidates = self._of[park.pk]
        for building in candidates:
            if text in (building.name, building.code):
                return Match(building, True)
        wanted = _number(text)
        found = [building for building in candidates if wanted and wanted in _keys(building)]
        if len(found) == 1:
            return Match(found[0], False)
        return Match(None, False, tuple(building.name for building in candidates[:5]))

    def of(self, park: Park) -> list[Building]:
        return self._of[park.pk]

    def only(self, park: Park) -> Building | None:
        """The building of a park that has just one."""
        candidates = self._of[park.pk]
        return candidates[0] if len(candidates) == 1 else None


def is_nothing(text: str) -> bool:
    return not narrow(text) or is_placeholder(text)


def _loose_park(text: str) -> str:
    short = _AFTER.sub("", re.sub(r"\s+", "", fold(text)))
    return _BEFORE.sub("", short) or short


def _keys(building: Building) -> set[str]:
    """Its names as numbers; P06-B3 is building 3 by its code, whatever it is called."""
    suffix = building.code.rpartition("-")[2]
    return {_number(name) for name in (building.name, suffix, building.code, *building.aliases)} - {""}


def _number(text: str) -> str:
    """The number or letter of a building ("3" for 三号楼), else its name without spaces."""
    short = re.sub(r"\s+", "", fold(text))
    found = _NUMBERED.fullmatch(short)
    if not found:
        return short
    number = chinese_number(found[1]) if not found[1].isascii() else None
    return str(number) if number is not None else found[1].lstrip("0") or found[1]
