"""The device that a form comes from: a random number in a signed cookie, for rate limits and for one press, one need.

It says nothing about the person and lives for a day. `form_key` is shared by all open tabs of the device until a
need has been handed in with it: two tabs with the same words are one press.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from parkdesk.core import limits
from parkdesk.core.idempotency import new_key

COOKIE = "parkdesk-device"
SALT = "requests_flow.device"
LIFE = timedelta(days=1)
HOUR = timedelta(hours=1)
# Who brings no cookie gets a fifth of what an address may: a script without one locks out no park.
SHARE_OF_STRANGERS = 5


@dataclass(frozen=True)
class Device:
    """One browser. `is_known` when its cookie came back; strangers of one address count together."""

    ident: str
    form_key: str
    address: str
    is_known: bool

    def once_key(self, form_key: str, *said: str) -> str:
        """What makes two presses the same: the form and the words in it. Other words are another need."""
        if not form_key:
            return ""
        return hashlib.sha256("\n".join((form_key, *said)).encode()).hexdigest()

    def count(self, what: str, *, per_device: int, per_address: int, window: timedelta = HOUR) -> None:
        """Count one hit. Raises TooMany above either limit; a whole park may share one address (quality 15)."""
        if not self.is_known:
            limits.hit(f"{what}:strangers:{self.address}", limit=per_address // SHARE_OF_STRANGERS, window=window)
            return
        both = {f"{what}:device:{self.ident}": per_device, f"{what}:address:{self.address}": per_address}
        limits.hit_each(both, window=window)


def of(request: HttpRequest) -> Device:
    """The device of a request; a new one when it brought no cookie, or a forged one."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LIFE)
    ident, _, form_key = kept.partition(".")
    address = request.META.get("REMOTE_ADDR", "")
    if not form_key:
        return Device(new_key(), new_key(), address, is_known=False)
    return Device(ident, form_key, address, is_known=True)


def keep(response: HttpResponse, device: Device) -> None:
    """Send the cookie along."""
    response.set_signed_cookie(
        COOKIE, f"{device.ident}.{device.form_key}", salt=SALT, max_age=LIFE, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def renew(response: HttpResponse, device: Device) -> None:
    """After a need was handed in: the next form of this device is another one."""
    keep(response, replace(device, form_key=new_key()))
