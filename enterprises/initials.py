"""The first letters of a Chinese name's syllables, as people type them: 杭州辰擎 is hzcq."""

from itertools import product
from math import prod

from pypinyin import Style, lazy_pinyin

from parkdesk.core.search import fold

# Characters of firms' names that are read in two ways. The library knows the rarer readings of half of all
# characters (有 as wei, 杭 as kang), so those that firms really use are named here.
SECOND = {
    "重": "zc", "行": "xh", "乐": "ly", "长": "cz", "朝": "cz", "曾": "zc", "单": "ds", "盛": "sc", "会": "hk",
    "调": "dt", "传": "cz", "藏": "cz", "弹": "td", "校": "xj", "厦": "sx", "系": "xj", "车": "cj", "沈": "sc",
    "仇": "qc", "翟": "zd", "万": "wm", "种": "zc", "合": "hg", "拾": "sj", "蔚": "wy", "柏": "bb", "奇": "qj",
}  # fmt: skip
READINGS_AT_MOST = 8
LETTERS_AT_MOST = 60


def initials(*names: str) -> str:
    """All readings of some names, in small letters, with a space between them.

    Latin letters and digits stay as they are. A name with more than READINGS_AT_MOST readings keeps the usual one.
    """
    found = [reading for name in names if name for reading in _readings(fold(name))]
    return " ".join(dict.fromkeys(found))


def _readings(name: str) -> list[str]:
    usual = [letter for part in lazy_pinyin(name, style=Style.FIRST_LETTER) for letter in part if letter.isalnum()]
    signs = [sign for sign in name if sign.isalnum()]
    several = [
        sorted({letter, *SECOND.get(sign, "")}, key=lambda one, first=letter: one != first)  # type: ignore[misc]
        for letter, sign in zip(usual, signs, strict=False)
    ]
    if len(usual) != len(signs) or prod(map(len, several)) > READINGS_AT_MOST:
        several = [[letter] for letter in usual]
    return ["".join(one)[:LETTERS_AT_MOST] for one in product(*several)]
