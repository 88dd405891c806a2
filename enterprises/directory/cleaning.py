"""Making one cell fit: what is meant without doubt is put right, what is in doubt is left out and said.

Each function takes the text of a cell and returns a Clean: the value, and if need be a weight and a reason.
"""

import re
import unicodedata
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from stdnum.cn import uscc as stdnum_uscc

from enterprises.directory.report import CORRECTED, CREATED, ERROR, REVIEW, WARNED

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_LOST = re.compile("[?？\ufffd□]")
_TRIAL = re.compile(r"(?:测试|试验|示例|样例|test|demo|sample|abc|x+|\d+)+(?:公司|企业|数据|有限公司)?", re.IGNORECASE)
_PLACEHOLDERS = frozenset(
    {"-", "--", "—", "——", "/", "//", "\\", "无", "暂无", "没有", "n/a", "na", "nil", "none", "null", "未知", "空"}
)
_NO_CODE_YET = frozenset({"办理中", "申请中", "待办", "待定", "待补", "待补充", "正在办理"})
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0\d{2,3})(\d{7,8})(?:转?(\d{1,6}))?|(400\d{7})")
_BESIDE_HAN = re.compile(rf"(?<={_HAN.pattern})\s+|\s+(?={_HAN.pattern})")


class Clean(NamedTuple):
    """A value that fits its field, or None; with what has to be said about it."""

    value: Any
    weight: str = CREATED
    code: str = ""
    text: str = ""


EMPTY = Clean(None)


def plain(text: str) -> str:
    """Without invisible signs, spaces around and doubled spaces."""
    # Letters and digits alone hold none of it; most cells are that.
    return text if text.isalnum() else _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def narrow(text: str) -> str:
    """Full-width letters, digits and signs in their usual width (NFKC), then plain."""
    return plain(text if text.isascii() else unicodedata.normalize("NFKC", text))


def is_placeholder(text: str) -> bool:
    return plain(text).lower() in _PLACEHOLDERS


def words(text: str) -> Clean:
    """Any text: spaces around and invisible signs are taken away."""
    short = plain(text)
    return _corrected(short, text, short) if short and not is_placeholder(short) else EMPTY


def name(text: str) -> Clean:
    """The name of a firm: Chinese brackets in a Chinese name, Latin letters in their usual width."""
    short = narrow(text)
    if _HAN.search(short):
        short = short.replace("(", "（").replace(")", "）")
        short = _BESIDE_HAN.sub("", short)
    if not short:
        return Clean(None, ERROR, "missing", gettext("The name is missing."))
    if _LOST.search(short):
        return Clean(short, REVIEW, "lost_character", gettext("A character of the name was lost in the file."))
    if _TRIAL.fullmatch(short):
        return Clean(short, REVIEW, "doubtful_name", gettext("This looks like a trial entry, not a firm."))
    return _corrected(short, text, short)


def person(text: str) -> Clean:
    short = plain(text)
    return _corrected(short, text, short) if short and not is_placeholder(short) else EMPTY


def uscc(text: str) -> Clean:
    """The unified social credit code (GB 32100-2015): case, width, spaces, hyphens, O for 0 and I for 1 put right.

    O and I are not in the code's alphabet, and the check character has to agree, so nothing is guessed.
    """
    short = narrow(text)
    if not short or is_placeholder(short) or short in _NO_CODE_YET:
        return Clean(
            None, WARNED, "uscc_missing", gettext("There is no credit code yet; the firm is kept without one.")
        )
    compact = re.sub(r"[\s_-]", "", short).upper()
    fixed = compact.replace("O", "0").replace("I", "1")
    if stdnum_uscc.is_valid(fixed):
        return _corrected(fixed, text, fixed)
    if re.fullmatch(r"\d{15}", compact):
        reason = gettext("Fifteen digits are the old registration number; the credit code has 18 characters.")
        return Clean(None, ERROR, "uscc_old_number", reason)
    if len(compact) != 18:
        reason = gettext("Characters in the credit code: %(count)s; there must be 18.") % {"count": len(compact)}
        return Clean(None, ERROR, "uscc_length", reason)
    return Clean(
        None,
        ERROR,
        "uscc_check",
        gettext("The check character of the credit code is wrong; compare it with the licence."),
    )


class Numbers(NamedTuple):
    """What a cell for telephone numbers may hold."""

    mobile: str
    landline: str


def phones(text: str) -> Clean:
    """Numbers for a mobile and a landline (Numbers); remarks such as 微信同号 are dropped. Mobiles become +86…."""
    short = narrow(text)
    if not short or is_placeholder(short):
        return EMPTY
    bare = re.sub(r"\(\D*\)|（\D*）|微信同号", "", short)
    found = [_number(piece) for piece in re.split(r"[/、,;，；|]|或|\s{2,}", bare) if piece.strip()]
    numbers = Numbers(
        next((n.mobile for n in found if n.mobile), ""), next((n.landline for n in found if n.landline), "")
    )
    kept = sum(map(bool, numbers))
    if not kept:
        return Clean(
            None, WARNED, "phone", gettext("“%(text)s” is no telephone number; it was left out.") % {"text": short}
        )
    if kept < len(found):
        return Clean(numbers, WARNED, "phone_second", gettext("Only the first of several numbers was kept."))
    return _corrected(numbers, text, numbers.mobile.removeprefix("+86") or _grouped(text))


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"0\d{2,3}-\d{7,8}(-\d{1,6})?", text) else ""


def _number(text: str) -> Numbers:
    digits = re.sub(r"[\s()·.-]", "", re.sub(r"\.0+$", "", text.strip()))
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return Numbers("+86" + mobile[1], "")
    landline = _LANDLINE.fullmatch(digits)
    if not landline:
        return Numbers("", "")
    pieces = [piece for piece in (*_area(landline), landline[3], landline[4]) if piece]
    return Numbers("", "-".join(pieces))


def _area(landline: re.Match[str]) -> tuple[str, str]:
    """Area code and number: 010 and 02x have three digits, all others four."""
    if not landline[1]:
        return "", ""
    digits = landline[1] + landline[2]
    size = 3 if digits.startswith(("010", "02")) else 4
    return digits[:size], digits[size:]


def email(text: str) -> Clean:
    short = re.sub(r"\s+at\s+|\s*[\[(]at[\])]\s*", "@", narrow(text).replace("。", "."), flags=re.IGNORECASE)
    short = short.replace(" ", "")
    if not short or is_placeholder(short):
        return EMPTY
    try:
        validate_email(short)
    except ValidationError:
        return Clean(
            None, WARNED, "email", gettext("“%(text)s” is no e-mail address; it was left out.") % {"text": short}
        )
    return _corrected(short, text, short)


def room(text: str) -> Clean:
    short = narrow(text).upper().removesuffix("室").removesuffix("号")
    return _corrected(short, text, short) if short and not is_placeholder(short) else EMPTY


def _corrected(value: Any, text: str, expected: str) -> Clean:
    """The value; said to be corrected when the cell was not already written that way."""
    if text == expected:
        return Clean(value)
    return Clean(value, CORRECTED, "normalised", gettext("Written in its usual form."))
