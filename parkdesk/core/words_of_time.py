"""Days and times as people in a Hangzhou office write them, and as English readers expect them.

All times are shown in Asia/Shanghai; a moment without a zone is refused by Django, a plain date has none to convert.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from parkdesk.core import clock

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# A day of another year needs no year while nobody could mistake it: a promise for January, read in December.
NEAR = timedelta(days=180)


def _is_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def local(value: date | datetime) -> date | datetime:
    """The same moment on a clock in Shanghai; a plain date stays as it is."""
    if isinstance(value, datetime):
        return timezone.localtime(value, timezone.get_default_timezone())
    return value


def _local_day(value: date | datetime) -> date:
    there = local(value)
    return there.date() if isinstance(there, datetime) else there


def _needs_year(one: date) -> bool:
    today = clock.today()
    return one.year != today.year and abs(one - today) > NEAR


def day(value: date | datetime) -> str:
    """`11月27日 周五` or `Fri 27 Nov`: with its weekday, for a deadline; the year only where it could be mistaken."""
    one = _local_day(value)
    if _is_chinese():
        year = f"{one.year}年" if _needs_year(one) else ""
        return f"{year}{one.month}月{one.day}日 周{WEEKDAYS['zh'][one.weekday()]}"
    year = f" {one.year}" if _needs_year(one) else ""
    return f"{WEEKDAYS['en'][one.weekday()]} {one.day} {MONTHS[one.month - 1]}{year}"


def short_day(value: date | datetime) -> str:
    """`11月27日` or `27 Nov`: the day alone, where the weekday stands beside it."""
    one = _local_day(value)
    if _is_chinese():
        return f"{one.month}月{one.day}日"
    return f"{one.day} {MONTHS[one.month - 1]}"


def weekday(value: date | datetime) -> str:
    """`周五` or `Fri`."""
    one = _local_day(value)
    return f"周{WEEKDAYS['zh'][one.weekday()]}" if _is_chinese() else WEEKDAYS["en"][one.weekday()]


def time_of_day(value: datetime) -> str:
    """`9:05` or `17:30`: no leading zero, 24 hours, in both languages."""
    there = timezone.localtime(value, timezone.get_default_timezone())
    return f"{there.hour}:{there.minute:02d}"


def day_time(value: date | datetime) -> str:
    """`11月27日 周五 17:30` or `Fri 27 Nov, 17:30`; a plain date has no time to show."""
    if not isinstance(value, datetime):
        return day(value)
    return f"{day(value)} {time_of_day(value)}" if _is_chinese() else f"{day(value)}, {time_of_day(value)}"


def long_day(value: date | datetime) -> str:
    """`2026年11月27日` or `27 November 2026`: for documents (decisions 33)."""
    one = _local_day(value)
    if _is_chinese():
        return f"{one.year}年{one.month}月{one.day}日"
    return f"{one.day} {LONG_MONTHS[one.month - 1]} {one.year}"
