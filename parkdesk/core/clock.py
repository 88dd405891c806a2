"""Working days and hours in China, due dates, lights. (Written by the clock's author; see the plan.)"""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate(now())
