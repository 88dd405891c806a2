"""Personal data in free text, found by shape and context (decisions 1): never by a check digit, the shape is enough.

One finder for all uses: `found` says what stands where, `masked` makes it unreadable. Offsets count characters of the
text as it was given, the end is exclusive. What stands further left and is longer wins where two overlap.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

IDENTITY, MOBILE, LANDLINE, CARD, PASSPORT = "identity", "mobile", "landline", "bank_card", "passport"
EMAIL, PLATE, WECHAT, CHILD = "email", "plate", "wechat", "child_name"


@dataclass(frozen=True)
class Found:
    """A piece of personal data: its kind, and where it stands."""

    kind: str
    start: int
    end: int


_D = r"[0-9０-９]"
_GAP = r"[ \-－]?"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_END = rf"(?!{_D})"
_NO_WORD = r"[^A-Za-z0-9\n]"
_NAMED = r"(?:的?(?:名字|姓名|大名)(?:是|叫|[:：])|[ ，,]?(?:叫做?|名叫)) ?"
_THEN = r"(?=[，,。；;、！!（(\s]|今年|明年|现在|已经|满|上|[0-9０-９]|$)"
# The named group `it` is the personal part; what stands around it is the context. In order of precedence.
_PATTERNS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    (EMAIL, re.ASCII, (r"(?P<it>[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+)",)),
    (
        IDENTITY,
        0,
        (
            rf"(?<!{_D})(?P<it>{_D}{{6}} ?(?:19|20|１９|２０){_D}{{2}}[01０１]{_D}[0-3０-３]{_D} ?",
            rf"{_D}{{3}}[0-9０-９XxＸｘ]){_END}",
        ),
    ),
    (IDENTITY, 0, (r"(?:身份证|证件)(?:号码?)?[^0-9\n]{0,4}", rf"(?P<it>{_D}{{17}}[0-9０-９XxＸｘ]){_END}")),
    (
        CARD,
        0,
        (
            rf"(?<!{_D})(?P<it>(?:4|5|62|９|６２){_D}{{3}}",
            rf"(?:[ -]?{_D}{{4}}){{2,3}}(?:[ -]?{_D}{{1,4}})?){_END}",
        ),
    ),
    (
        CARD,
        re.I,
        (
            r"(?:卡号|账号|银行卡|card (?:no\.?|number)|account (?:no\.?|number))[^0-9\n]{0,6}",
            rf"(?P<it>{_D}(?:[ -]?{_D}){{11,20}}){_END}",
        ),
    ),
    (
        MOBILE,
        0,
        (
            rf"(?<!{_D})(?:(?:\+|00)?86{_GAP})?",
            rf"(?P<it>[1１][3-9３-９]{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}){_END}",
        ),
    ),
    (LANDLINE, 0, (rf"(?<!{_D})(?P<it>0{_D}{{2,3}}[-－ ]{_D}{{7,8}}(?:[-－转]{_D}{{1,5}})?){_END}",)),
    (
        PASSPORT,
        re.I,
        (
            rf"(?:护照|passport){_NO_WORD}{{0,8}}(?:号码|号|no\.?|number|is)?{_NO_WORD}{{0,4}}",
            r"(?P<it>[A-Za-z]{1,2}[0-9]{6,9})(?![A-Za-z0-9])",
        ),
    ),
    (PASSPORT, 0, (r"(?<![A-Za-z0-9])(?P<it>[EGKDSPZ][A-HJ-NP-Z]?[0-9]{7,8})(?![A-Za-z0-9])",)),
    (PLATE, 0, (rf"(?P<it>[{_PROVINCES}][A-Z] ?[·•.\-]? ?[A-Z0-9]{{5,6}}[挂学警港澳]?)(?![A-Za-z0-9])",)),
    (
        WECHAT,
        re.I | re.ASCII,
        (
            r"(?:微信(?:号)?|wechat(?: id)?|weixin|(?<![A-Za-z])vx|v信)[ :：是为]{0,3}",
            r"(?P<it>[A-Za-z][\w-]{5,19})(?!\w)",
        ),
    ),
    (
        CHILD,
        0,
        (
            rf"(?:孩子|小孩|娃儿?|儿子|女儿|宝宝|闺女){_NAMED}",
            rf"(?P<it>(?!什么|啥)[\u4e00-\u9fff]{{2,3}}?){_THEN}",
        ),
    ),
    (
        CHILD,
        0,
        (
            r"(?i:\b(?:(?:son|daughter|child|kid|boy|girl)(?:'s)?(?: name)?|his name|her name)",
            r"(?: is(?: called| named)?|,? (?:named|called),?) )(?P<it>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b",
        ),
    ),
)
_SHAPES = tuple((kind, re.compile("".join(parts), flags)) for kind, flags, parts in _PATTERNS)
# A plate stays: somebody has to find the car.
HIDDEN = frozenset({IDENTITY, MOBILE, EMAIL, CARD, PASSPORT, CHILD})


def found(text: str) -> list[Found]:
    """All personal data of a text in its order; no two pieces overlap."""
    taken: list[Found] = []
    for kind, pattern in _SHAPES:
        for hit in pattern.finditer(text):
            one = Found(kind, *hit.span("it"))
            if not any(one.start < other.end and other.start < one.end for other in taken):
                taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def masked(text: str, kinds: frozenset[str] = HIDDEN) -> str:
    """The text with personal data of these kinds made unreadable.

    By default for those who work on a need without a right to the reporter's contact: what names a person or reaches
    one. Plates stay, because somebody has to find the car.
    """
    parts, place = [], 0
    for one in found(text):
        if one.kind in kinds:
            parts += [text[place : one.start], _HIDE.get(one.kind, _stars)(text[one.start : one.end])]
            place = one.end
    return "".join([*parts, text[place:]])


def _stars(said: str) -> str:
    return "*" * len(said)


def _identity(said: str) -> str:
    return f"{said[:6]}********{said[-4:]}"


def _mobile(said: str) -> str:
    return f"{said[:3]}****{said[-4:]}"


def _email(said: str) -> str:
    return f"{said[0]}***@{said.partition('@')[2]}"


def _ends(said: str) -> str:
    """The last four characters stay."""
    return f"****{said[-4:]}"


_HIDE: dict[str, Callable[[str], str]] = {
    IDENTITY: _identity,
    MOBILE: _mobile,
    EMAIL: _email,
    CARD: _ends,
}
