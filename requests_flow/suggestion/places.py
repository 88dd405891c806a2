"""Building and floor as people write them: 3号楼, 三号楼, B3, Building 3, 3hao楼; 10楼, 十层, 10F. Pure."""

import re
from collections.abc import Mapping

BUILDING, FLOOR = "building", "floor"
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_PATTERNS = (
    (BUILDING, re.compile(rf"{_NUMBER} ?(?:号楼|hao楼|号院楼|栋|幢|座)")),
    (BUILDING, re.compile(r"(?<![a-z])(?:building|block|tower|bldg\.?) ?(\d{1,3}|[a-z](?![a-z]))")),
    (BUILDING, re.compile(r"(?<![a-z0-9])b(\d{1,2})(?= ?(?:楼|座|栋|幢|电梯|东|西|南|北))")),
    (BUILDING, re.compile(r"(?<![a-z])([a-z]) ?(?:座|栋|幢|楼)")),
    (FLOOR, re.compile(rf"(?:负|地下|b) ?{_NUMBER} ?(?:楼|层|层车库)"), ),
    (FLOOR, re.compile(rf"(?<!负)(?<!地下)(?<![\d一二三四五六七八九十]){_NUMBER} ?(?:楼(?!东|西|客|货|电梯)|层)")),
    (FLOOR, re.compile(r"(?<![\w])(\d{1,2}) ?f(?![a-z])")),
    (FLOOR, re.compile(r"(\d{1,2})(?:st|nd|rd|th) floor|floor (\d{1,2})(?!\d)")),
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
_WORDS = {word: str(number) for number, word in enumerate(_ORDINALS, 1)}
_ORDINAL = re.compile(rf"({'|'.join(_WORDS)}) floor")

Places = Mapping[str, frozenset[str]]


def places_in(text: str) -> dict[str, frozenset[str]]:
    """Kind of place -> what is named, as digits or a letter. `text` is folded."""
    found: dict[str, set[str]] = {}
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            name = next(group for group in hit.groups() if group)
            below = "-" if hit.group().startswith(("负", "地下", "b")) and kind == FLOOR else ""
            found.setdefault(kind, set()).add(below + _number(name))
    for hit in _ORDINAL.finditer(text):
        found.setdefault(FLOOR, set()).add(_WORDS[hit.group(1)])
    return {kind: frozenset(names) for kind, names in found.items()}


def shared(these: Places, those: Places) -> list[tuple[str, str]]:
    """What both name: kind and name."""
    return [(kind, name) for kind in these for name in sorted(these[kind] & those.get(kind, frozenset()))]


def contradict(these: Places, those: Places, kind: str = BUILDING) -> bool:
    """Both name a place of this kind, and none in common."""
    mine, theirs = these.get(kind), those.get(kind)
    return bool(mine and theirs and not mine & theirs)


def _number(name: str) -> str:
    """Chinese numerals up to 99 as digits; anything else as it is."""
    if name.isascii():
        return name.lstrip("0") or name
    tens, ten, ones = name.partition("十")
    if not ten:
        return "".join(str(_DIGITS.get(sign, sign)) for sign in name)
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0))
