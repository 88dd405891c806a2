"""Personal data in free text, found by shape and context (decisions 1): never by a check digit, the shape is enough."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What was found. The order is the one in which text is looked at: eleven digits within eighteen are no phone."""

    IDENTITY = "identity", _("identity card number")
    CARD = "card", _("bank card number")
    MOBILE = "mobile", _("mobile number")
    EMAIL = "email", _("e-mail")
    PASSPORT = "passport", _("passport number")
    PLATE = "plate", _("number plate")
    CHILD = "child", _("name of a child")


@dataclass(frozen=True)
class Found:
    """Where personal data stands in a text, and what it becomes when it is hidden."""

    kind: Kind
    start: int
    end: int
    hidden: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `found` where it is personal data."""

    text: str
    found: Found | None = None


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# What may follow a name of two characters, and is no third character of it.
_AFTER = "今在上读要想已刚是的就有和几从现转办报需该都"
_HAN = "\u4e00-\u9fff"
SHAPES: dict[Kind, re.Pattern[str]] = {
    Kind.IDENTITY: re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)"),
    Kind.CARD: re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    Kind.MOBILE: re.compile(r"(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)"),
    Kind.EMAIL: re.compile(r"[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    Kind.PASSPORT: re.compile(
        r"(?<![A-Za-z0-9])[EGKZ]\d{8}(?!\d)|护照[号码：: ]*(?P<number>[A-Za-z]{1,2}\d{7,8})(?!\d)"
    ),
    Kind.PLATE: re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][· ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
    Kind.CHILD: re.compile(
        rf"(?:孩子|小孩|儿子|女儿|宝宝|娃)(?:的)?(?:姓名|名字|大名)?(?:名叫|叫做|叫|[:：])\s*"
        rf"(?P<name>[{_HAN}]{{2}}(?:(?![{_AFTER}])[{_HAN}])?)"
        r"|\b(?:[Ss]on|[Dd]aughter|[Cc]hild)(?:'s name is| is called| called| named|,)?\s+"
        r"(?P<called>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    ),
}


def find(text: str) -> list[Found]:
    """What personal data stands in a text, in its order; what lies within something else counts once."""
    found: list[Found] = []
    for kind, shape in SHAPES.items():
        for match in shape.finditer(text):
            start, end = _span(match)
            if all(end <= one.start or start >= one.end for one in found):
                found.append(Found(kind, start, end, HIDING[kind](text[start:end])))
    return sorted(found, key=lambda one: one.start)


def masked(text: str) -> str:
    """The text with personal data made unreadable: for those without a right to it, and for whoever wants it hidden."""
    return "".join(one.found.hidden if one.found else one.text for one in pieces(text))


def pieces(text: str) -> list[Piece]:
    """The text cut at what was found, nothing left out."""
    found = find(text)
    edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(text)]
    stretches = [Piece(text[start:end]) for start, end in pairwise(edges)]
    for place, one in enumerate(found):
        stretches[2 * place + 1] = Piece(text[one.start : one.end], one)
    return [one for one in stretches if one.text]


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Where there are words around it, the name or number alone."""
    named = [name for name, text in match.groupdict().items() if text]
    return match.span(named[0]) if named else match.span()


def _middle(first: int, last: int) -> Callable[[str], str]:
    """Leaves that many digits at both ends."""

    def hide(text: str) -> str:
        signs = re.sub(r"[ -]", "", text)
        stars = "*" * max(4, len(signs) - first - last) if first == 6 else "****"
        return f"{signs[:first]}{stars}{signs[-last:]}"

    return hide


def _mail(text: str) -> str:
    return f"{text[:1]}***{text[text.index('@') :]}"


def _rest(shown: int) -> Callable[[str], str]:
    return lambda text: f"{text[:shown]}{'*' * (len(text) - shown)}"


HIDING: dict[Kind, Callable[[str], str]] = {
    Kind.IDENTITY: _middle(6, 4),
    Kind.CARD: _middle(4, 4),
    Kind.MOBILE: _middle(3, 4),
    Kind.EMAIL: _mail,
    Kind.PASSPORT: _rest(1),
    Kind.PLATE: _rest(2),
    Kind.CHILD: _rest(1),
}
