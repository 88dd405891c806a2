"""The chain of an account: each leg's hash covers the one before it. Pure: values in, bytes out (points.md 9.1).

PostgreSQL's function computes `link` from the same `stamp` (migration 0003); SQL only concatenates and hashes
(decisions 14). A transfer's columns are stored, not its stamp: an audit builds the stamp from them again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from parkdesk.core.trail import canonical

# The columns of a transfer that its stamp says; two foreign keys by id, the transfer it reverses by its key.
STAMPED = (
    "key",
    "code",
    "unit",
    "rule_version_id",
    "effective_on",
    "created_at",
    "actor_id",
    "actor_kind",
    "actor_ref",
    "memo",
)


def stamp(columns: dict[str, Any], *, request_hash: bytes, reverses: str) -> str:
    """What every leg of a transfer says about it: canonical JSON of its columns (`STAMPED` by name).

    `reverses` is the key of the transfer that it takes back, or "".
    """
    said = {name: _plain(columns[name]) for name in STAMPED}
    return canonical({"v": 1, **said, "request": bytes(request_hash).hex(), "reverses": reverses})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | datetime) else str(value)


def link(previous: bytes, stamp: str, line: str) -> bytes:
    """SHA-256 of the previous hash, the transfer's stamp and the account's own `line`."""
    return hashlib.sha256(bytes(previous) + f"{stamp}\n{line}".encode()).digest()


def line(account: str, seq: int, amount: int, balance_after: int) -> str:
    """What a leg says for itself: the account by its full name, its number, the amount, the balance after it."""
    return f"{account} {seq} {amount} {balance_after}"


def request_hash(asked: dict[str, Any], legs: Iterable[tuple[str, int]]) -> bytes:
    """SHA-256 of what a caller asked for: the same key may come again with the same request only (points.md I-9)."""
    sides = [[account, amount] for account, amount in sorted(legs)]
    return hashlib.sha256(canonical({**asked, "legs": sides}).encode()).digest()
