"""The sessions of one person: on which device, since when, last seen when; and their end."""

import re
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from parkdesk.core import clock

SEEN = "seen_at"
EVERY = 600  # seconds between two notes of when a session was last seen
# The first that fits; in-app browsers name the browser that they are built on as well.
BROWSERS = (
    ("wxwork", gettext_lazy("WeCom")), ("MicroMessenger", gettext_lazy("WeChat")),
    ("DingTalk", gettext_lazy("DingTalk")), ("Lark|Feishu", gettext_lazy("Feishu")),
    ("Edg", "Edge"), ("Firefox|FxiOS", "Firefox"), ("HuaweiBrowser", "Huawei Browser"),
    ("Chrome|CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPad", "iPad"), ("iPhone", "iPhone"), ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def note_seen(request: HttpRequest) -> None:
    """Keep that this session was used, every ten minutes at most."""
    now = int(clock.now().timestamp())
    if now - request.session.get(SEEN, 0) < EVERY:
        return
    request.session[SEEN] = now
    UserSession.objects.create_from_request(request)


def running(person: Person) -> list[UserSession]:
    """The sessions that would still open something, the latest seen first; what has died is cleared away."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda one: one.last_seen_at, reverse=True)


def end_all(person: Person, *, but: str | None = None) -> int:
    """End every session of this person, except the one with the key `but`. Returns how many."""
    ending = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for one in ending:
        one.end()
    return len(ending)


def device_of(user_agent: str) -> str:
    """`WeChat · Android`: what a browser says of itself, in words; nothing here is trusted for more than showing."""
    browser = next((str(name) for pattern, name in BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "")
    return " · ".join(part for part in (browser, system) if part) or _("unknown device")


@receiver(post_save, sender=Person)
def _die_with_the_account(instance: Person, **more: Any) -> None:
    """An account that has ended takes its sessions with it: they do not wake up when it opens again."""
    if not instance.is_active:
        end_all(instance)
