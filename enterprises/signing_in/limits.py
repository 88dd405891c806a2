"""How often somebody may fail. The limits are allauth's (decisions 18); this says when the account opens again."""

import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from parkdesk.core.limits import TooMany

APP = "allauth.account"
FAILED, ASKED = "login_failed", "request_login_code"


def count(request: HttpRequest, key: str, action: str = FAILED) -> ratelimit.RateLimitUsage:
    """Count one try on this account and from this address; what is returned can take it back.

    The address is the one that our own proxies saw: a forged forwarding header changes nothing. Raises TooMany with
    the seconds until the oldest try is forgotten.
    """
    usage = ratelimit.consume(request, app=APP, action=action, key=key)
    if usage is None:
        raise TooMany(_seconds_left(request, key, action))
    return usage


def _seconds_left(request: HttpRequest, key: str, action: str) -> int:
    """From allauth's own history: the real time, newest first, one list for each rate."""
    waits = [1.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        seen = cache.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key), [])
        if len(seen) >= rate.amount:
            waits.append(seen[-1] + rate.duration - time.time())
    return ceil(max(waits))
