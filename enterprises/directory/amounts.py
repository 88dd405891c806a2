"""Making dates, numbers and choices fit; each function answers as those of `cleaning` do."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from enterprises.directory.cleaning import EMPTY, Clean, is_placeholder, narrow
from enterprises.directory.report import CORRECTED, WARNED
from parkdesk.core import clock

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?: 0?0:00(?::00)?)?")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
# Day 0 of spreadsheet dates, chosen so that all days after 28 February 1900 come out right.
_EPOCH = date(1899, 12, 30)
_OLDEST = date(1900, 1, 1)
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "壹": 1,
    "二": 2,
    "贰": 2,
    "两": 2,
    "三": 3,
    "叁": 3,
    "四": 4,
    "肆": 4,
    "五": 5,
    "伍": 5,
}
_DIGITS |= {"六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CAPITAL = re.compile(r"(?:人民币|RMB|CNY|¥)?([\d,.]+|[零〇一-龥]+?)(亿|万)?(元|圆)?(?:整|人民币|RMB|CNY)?")
LARGEST = 2_147_483_647
SMALL = 32_767


def day(text: str) -> Clean:
    """A day that is past: 2016-01-14, 2016/1/14, 2016.1.14, 20160114, 2016年1月14日, or a spreadsheet's day number."""
    short = narrow(text)
    if not short or is_placeholder(short):
        return EMPTY
    value = _day(short)
    if value is None:
        return _left_out("date", gettext("“%(text)s” is no date; it was left out."), short)
    if not _OLDEST <= value <= clock.today():
        return _left_out(
            "date_future", gettext("%(text)s cannot be right as a date of founding; it was left out."), short
        )
    return _plain_or_corrected(value, text, value.isoformat())


def term_day(text: str) -> Clean:
    """A day of a term, which may lie ahead."""
    short = narrow(text)
    value = _day(short)
    if short and value is None:
        return _left_out("date", gettext("“%(text)s” is no date; it was left out."), short)
    return Clean(value)


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        if found:
            year, month, last = (int(piece) for piece in found.groups() if piece)
            return date(year, month, last)
        if _SERIAL.fullmatch(text):
            return _EPOCH + timedelta(days=int(float(text)))
    except ValueError:
        return None
    return None


def count(text: str) -> Clean:
    """A whole number of people or things: 18, 18人, 1,000."""
    short = narrow(text)
    if not short or is_placeholder(short):
        return EMPTY
    value = _whole(re.sub(r"[人名个位]$", "", short))
    if value is None:
        return _left_out("number", gettext("“%(text)s” is no whole number; it was left out."), short)
    return _plain_or_corrected(value, text, str(value))


def small_count(text: str) -> Clean:
    """A whole number that fits a small column: floors, lifts, seats, years."""
    result = count(text)
    if result.value is not None and result.value > SMALL:
        return _left_out("number", gettext("“%(text)s” is no whole number; it was left out."), narrow(text))
    return result


def capital(unit: int = 10_000) -> Callable[[str], Clean]:
    """A cleaner for registered capital in ¥10,000, where a bare number counts `unit` yuan (the header says which)."""

    def clean(text: str) -> Clean:
        short = narrow(text)
        if not short or is_placeholder(short):
            return EMPTY
        yuan = _yuan(short, unit)
        if yuan is None or yuan % 10_000 or not 0 <= yuan // 10_000 <= LARGEST:
            reason = gettext("“%(text)s” is no amount in ¥10,000; it was left out.")
            return _left_out("capital", reason, short)
        return _plain_or_corrected(int(yuan // 10_000), text, short if short.isdecimal() else "")

    return clean


def _yuan(text: str, unit: int) -> Decimal | None:
    found = _CAPITAL.fullmatch(text)
    if not found:
        return None
    digits, myriad, ending = found.groups()
    amount = _decimal(digits) if digits[0].isdecimal() or digits[0] == "." else chinese_number(digits)
    if amount is None:
        return None
    if myriad:
        return Decimal(amount) * _MYRIADS[myriad]
    is_bare = not ending and digits[0].isdecimal()
    return Decimal(amount) * (unit if is_bare else 1)


def chinese_number(text: str) -> Decimal | None:
    """壹佰 → 100, 一千零五十 → 1050, 三 → 3; None for anything else. Reads up to 亿."""
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[sign], 0
        elif sign in _MYRIADS:
            total, section, digit = total + (section + digit) * _MYRIADS[sign], 0, 0
        else:
            return None
    return Decimal(total + section + digit)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _whole(text: str) -> int | None:
    value = _decimal(text) if re.fullmatch(r"[\d,]+(?:\.0+)?", text) else None
    return None if value is None or value > LARGEST else int(value)


def choice(known: Mapping[str, str] | Callable[[], Mapping[str, str]]) -> Callable[[str], Clean]:
    """A cleaner for a choice, by its value or by one of the words that stand for it (word -> value)."""

    def clean(text: str) -> Clean:
        short = narrow(text)
        if not short or is_placeholder(short):
            return EMPTY
        labels = known() if callable(known) else known
        if short in labels.values():
            return Clean(short)
        if short in labels:
            return Clean(labels[short])
        return _left_out("choice", gettext("“%(text)s” is not one of the known values; it was left out."), short)

    return clean


def yes_no(text: str) -> Clean:
    short = narrow(text).lower()
    if short in ("true", "1", "是", "yes", "y", "有", "√"):
        return Clean(True)
    if short in ("false", "0", "否", "no", "n", "无", "×"):
        return Clean(False)
    return EMPTY


def _left_out(code: str, reason: str, text: str) -> Clean:
    return Clean(None, WARNED, code, reason % {"text": text})


def _plain_or_corrected(value: object, text: str, expected: str) -> Clean:
    if text == expected:
        return Clean(value)
    return Clean(value, CORRECTED, "normalised", gettext("Written in its usual form."))
