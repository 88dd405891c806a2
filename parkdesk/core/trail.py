"""Writing and checking the trail: append-only entries, chained by hash per subject, with erasable words."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from parkdesk.core import actors, outbox, prepared
from parkdesk.core.models import Entry, EntryText

GENESIS = "0" * 64
_LAST = (
    f"SELECT seq, hash FROM {Entry._meta.db_table} "  # noqa: S608 (the table's own name) # nosec B608
    "WHERE subject_type = %s AND subject_id = %s ORDER BY seq DESC LIMIT 1"
)
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> str:
    """One text for one value: JSON with sorted keys, no spaces, integers only, UTC microseconds (decisions 14).

    Raises TypeError for floats and for anything else that has no single form.
    """
    return _JSON.encode(_plain(value))


AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in AS_THEY_ARE:
        return value
    if isinstance(value, int | str):  # a choice of a list: its value
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    return _plain_items(value)


def _plain_items(value: Any) -> dict[str, Any] | list[Any]:
    if not isinstance(value, dict | list | tuple | set | frozenset | models.QuerySet):
        raise TypeError(f"no canonical form for {type(value).__name__}: {value!r}")
    if isinstance(value, dict):
        return {str(key): item if type(item) in AS_THEY_ARE else _plain(item) for key, item in value.items()}
    items = [_plain(item) for item in value]
    return sorted(items, key=canonical) if isinstance(value, set | frozenset) else items


def digest_words(salt: str, words: str) -> str:
    """SHA-256 of salt, line break and words; without the salt nobody can guess short words from it."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def digest_entry(previous: str, canonical_text: str) -> str:
    """SHA-256 of the previous hash and the canonical text."""
    return hashlib.sha256(f"{previous}{canonical_text}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Line:
    """What an entry says besides its subject and author."""

    verb: str
    facts: dict[str, Any]
    words: dict[str, str]
    is_public: bool = True
    beneficiaries: tuple[int, ...] = ()
    quantity: int = 1
    park_code: str = ""
    at: datetime
    occurred_on: date | None = None


def write(subject: models.Model, by: actors.Actor, line: Line, *, is_first: bool = False) -> Entry:
    """Append one entry about `subject` and its deliveries. The caller holds the subject's lock in a transaction.

    `is_first`: the subject was inserted in this transaction and has no entry yet (a constraint refuses a second first).
    """
    seq, previous = (0, GENESIS) if is_first else _last(subject)
    words = {name: text for name, text in line.words.items() if text}
    said = canonical(words) if words else ""
    salt = secrets.token_hex(16) if said else ""
    entry = Entry(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        seq=seq + 1,
        verb=line.verb,
        at=line.at,
        is_public=line.is_public,
        park_code=line.park_code,
        occurred_on=line.occurred_on or timezone.localdate(line.at),
        **actors.columns(by),
    )
    entry.canonical = canonical(_columns(entry) | _beside_the_columns(line, digest_words(salt, said) if said else ""))
    entry.hash = digest_entry(previous, entry.canonical)
    prepared.insert(entry)
    if said:
        prepared.insert(EntryText(entry=entry, salt=salt, words=said))
    outbox.post(entry)
    return entry


def _last(subject: models.Model) -> tuple[int, str]:
    """Number and hash of a subject's newest entry."""
    with prepared.cursor() as cursor:
        cursor.execute(_LAST, [subject._meta.label_lower, subject.pk])
        return cursor.fetchone() or (0, GENESIS)


def _beside_the_columns(line: Line, words: str) -> dict[str, Any]:
    """What an entry says beyond its columns; `words` is the digest of what was written."""
    return {
        "facts": line.facts,
        "words": words,
        "beneficiaries": list(line.beneficiaries),
        "quantity": line.quantity,
    }


def erase(entries: Iterable[Entry]) -> int:
    """Delete the words of these entries for good; the entries and their hashes stand. Returns how many."""
    return EntryText.objects.filter(entry__in=entries).delete()[0]


@dataclass(frozen=True)
class Finding:
    """What `verify` saw at one entry: `broken` with a reason, or `erased` words, which is no fault."""

    entry: Entry
    kind: str
    reason: str


def verify(entries: models.QuerySet[Entry] | None = None) -> Iterator[Finding]:
    """Walk every chain and yield what does not add up, in order of subject and sequence."""
    rows = (Entry.objects.all() if entries is None else entries).select_related("text")
    previous: Entry | None = None
    for entry in rows.order_by("subject_type", "subject_id", "seq").iterator(chunk_size=2000):
        same = previous is not None and (previous.subject_type, previous.subject_id) == (
            entry.subject_type,
            entry.subject_id,
        )
        yield from _check(entry, previous if same else None)
        previous = entry


def _check(entry: Entry, previous: Entry | None) -> Iterator[Finding]:
    if entry.seq != (previous.seq + 1 if previous else 1):
        yield Finding(entry, "broken", "an entry before this one is missing")
    if entry.hash != digest_entry(previous.hash if previous else GENESIS, entry.canonical):
        yield Finding(entry, "broken", "the hash does not fit")
    try:
        record = entry.record
        differs = any(record[name] != value for name, value in _columns(entry).items())
        words = record["words"]
    except (ValueError, KeyError, TypeError):
        yield Finding(entry, "broken", "the canonical text cannot be read")
        return
    if differs:
        yield Finding(entry, "broken", "a column differs from the canonical text")
    yield from _check_words(entry, words)


def _check_words(entry: Entry, expected: str) -> Iterator[Finding]:
    text = getattr(entry, "text", None)
    if text is None:
        if expected:
            yield Finding(entry, "erased", "the words were erased")
    elif not expected:
        yield Finding(entry, "broken", "words were put in afterwards")
    elif digest_words(text.salt, text.words) != expected:
        yield Finding(entry, "broken", "the words were changed")


def _columns(entry: Entry) -> dict[str, Any]:
    return _plain(
        {
            "subject": f"{entry.subject_type}:{entry.subject_id}",
            "seq": entry.seq,
            "verb": entry.verb,
            "actor_id": entry.actor_id,
            "actor_kind": entry.actor_kind,
            "actor_ref": entry.actor_ref,
            "at": entry.at,
            "public": entry.is_public,
            "park": entry.park_code,
            "occurred_on": entry.occurred_on,
        }
    )
