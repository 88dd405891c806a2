"""Which completed needs are called about (回访): drawn, not chosen, and anybody can draw again (domain.md 8.6).

All complex and major ones, and of the simple ones a fifth. The lot is a hash of number and handling: nobody sets it,
it needs no record, and it comes out the same for whoever checks.
"""

import hashlib
from typing import Any

from requests_flow.words import Tier

SHARE_OF_SIMPLE = 20


def is_drawn(need: Any) -> bool:
    """Whether this handling of a need is to be called about, whatever its rating."""
    return need.tier in {Tier.COMPLEX, Tier.MAJOR} or lot(need) < SHARE_OF_SIMPLE


def lot(need: Any) -> int:
    """0 to 99, the same each time: from the SHA-256 of `N-2026-000123-K:1`."""
    digest = hashlib.sha256(f"{need.reference}:{need.handling}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100
