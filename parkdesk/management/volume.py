"""Realistic volume straight into the database, for benchmarks: needs by COPY or executemany, entries chained truly.

Rows are made from patterns: each need of the corpus once as open and once as ended. A row takes a pattern, its own
identity and a shift by whole weeks, so that weekdays, limits and working hours stay true.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from enterprises.models import Park, Person
from enterprises.roles import DESK
from parkdesk.core import clock, trail
from parkdesk.core.models import Entry
from parkdesk.core.search import segment
from parkdesk.demonstration.sources import Told, corpus
from requests_flow import promises, reference
from requests_flow.models import Need
from requests_flow.models.need import digest_token
from requests_flow.words import ENDS, LINE_OF_CATEGORY, Outcome, State

CHUNK = 20_000
WEEK = timedelta(days=7)
WEEKS_BACK = 150
# As in the demonstration for what a person can look through; for large volumes few are open, as in an old house.
OPEN_SHARE, OPEN_SHARE_OF_MANY, MANY = 140 / 460, 0.02, 20_000
OPEN_STATES = (State.SUBMITTED, State.ACKNOWLEDGED, State.TRIAGED, State.TRANSFERRED, State.IN_PROGRESS, State.RESOLVED)
HOURS_AFTER = {
    "acknowledged_at": 1, "triaged_at": 3, "dispatched_at": 4, "accepted_at": 6, "replied_at": 22, "resolved_at": 48,
    "closed_at": 120,
}  # fmt: skip
VERBS = ("submit", "acknowledge", "triage", "dispatch", "accept", "inform", "resolve", "remind", "confirm")
Tell = Callable[[str], None]
Row = list[Any]


@dataclass
class Pattern:
    """The columns that rows share, as the database takes them, and which of them are moments."""

    row: Row
    moments: list[int]


@dataclass
class Columns:
    """The table of needs in the order in which rows are written."""

    fields: list[models.Field] = field(default_factory=lambda: list(Need._meta.concrete_fields))

    def place(self, name: str) -> int:
        return next(place for place, one in enumerate(self.fields) if one.name == name)

    @property
    def moments(self) -> list[int]:
        return [place for place, one in enumerate(self.fields) if isinstance(one, models.DateTimeField)]


def load(needs: int, entries: int, tell: Tell) -> None:
    """Add so many needs and entries of them; fresh statistics at the end are the caller's."""
    columns, first = Columns(), (Need.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    dice = random.Random(f"volume from {first}")  # noqa: S311 (nothing secret is thrown here) # nosec B311
    rows = _rows(columns, range(first, first + needs), dice)
    submitted = columns.place("submitted_at")
    with _indexed_afterwards(needs):
        for count, chunk in enumerate(_chunks(rows, CHUNK)):
            begun = [(row[0], row[submitted]) for row in chunk]
            with transaction.atomic():
                _insert(Need._meta.db_table, [one.column for one in columns.fields], chunk)
                _entries(begun, entries, needs, count * CHUNK)
            tell(f"{min(needs, (count + 1) * CHUNK)} of {needs} needs")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Need]):
            cursor.execute(statement)


def _rows(columns: Columns, keys: range, dice: random.Random) -> Iterator[Row]:
    parks = list(Park.objects.select_related("operator", "property_manager"))
    people = list(Person.objects.filter(appointments__role__in=DESK).distinct())
    still, ended = (
        [_pattern(told, columns, parks, people, done) for told in corpus().values()] for done in (False, True)
    )
    share = OPEN_SHARE if len(keys) <= MANY else OPEN_SHARE_OF_MANY
    salt, token, named = columns.place("link_salt"), columns.place("token_digest"), columns.place("reference")
    year, secret = clock.today().year, Need()
    for key in keys:
        is_open = dice.random() < share
        pattern = dice.choice(still if is_open else ended)
        shift = WEEK * dice.randrange(2 if is_open else WEEKS_BACK) + timedelta(seconds=dice.randrange(3600))
        row = pattern.row.copy()
        for place in pattern.moments:
            row[place] -= shift
        row[0], row[salt] = key, f"{dice.getrandbits(128):032x}"
        secret.link_salt = row[salt]
        row[token] = digest_token(secret.token)
        row[named] = reference.make(year, key)
        yield row


def _pattern(told: Told, columns: Columns, parks: list[Park], people: list[Person], is_ended: bool) -> Pattern:
    need = _need(told, parks, people, is_ended)
    row = [one.get_prep_value(one.pre_save(need, add=False)) for one in columns.fields]
    return Pattern(row, [place for place in columns.moments if row[place] is not None])


def _need(told: Told, parks: list[Park], people: list[Person], is_ended: bool) -> Need:
    """One need that stands somewhere on its way, or at the end of it, with the dates that belong there."""
    dice = random.Random(f"{told.key} {is_ended}")  # noqa: S311 (nothing secret is thrown here) # nosec B311
    state = State.CLOSED if is_ended and dice.random() < 0.9 else dice.choice(ENDS if is_ended else OPEN_STATES)
    park = dice.choice(parks)
    firm = dice.choice([*park.enterprises.all()[:50], None])
    start = clock.now() - (WEEK + WEEK if is_ended else timedelta(days=dice.choice([1, 2, 3, 6])))
    need = Need(
        state=state, channel=told.channel, language=told.language, title=told.title, text=told.text, park=park,
        category=told.category, tier=told.tier, tier_rule="S", urgency=told.urgency, enterprise=firm,
        enterprise_name=firm.name if firm else "", building=firm.building if firm else None, created_at=start,
        submitted_at=start, search_text=segment(f"{told.title} {told.text}"),
    )  # fmt: skip
    if state != State.SUBMITTED:
        need.line = LINE_OF_CATEGORY[told.category]
        need.owner = need.first_contact = dice.choice(people) if people else None
        need.unit = dice.choice([park.operator, park.property_manager])
        _date(need, start)
    need.due_from, need.due_at = start, promises.due(start, promises.resolve_limit(need)) if need.is_open else None
    return need


def _date(need: Need, start: datetime) -> None:
    last = len(HOURS_AFTER) if need.state in ENDS else OPEN_STATES.index(need.state) + (need.state == State.RESOLVED)
    for name, hours in list(HOURS_AFTER.items())[:last]:
        setattr(need, name, start + timedelta(hours=hours))
    need.resolve_due_at = promises.due(start, promises.resolve_limit(need))
    need.reply_due_at = min(need.resolve_due_at, promises.due(start, promises.limits_of(need).reply))
    if need.resolved_at:
        need.outcome = Outcome.SOLVED


# --- entries ------------------------------------------------------------------------------------------
def _entries(begun: list[tuple[int, datetime]], entries: int, needs: int, before: int) -> None:
    """The chains of these needs: together `entries` over all needs, as evenly as whole numbers allow."""
    if not entries:
        return
    rows = [
        row
        for place, (key, start) in enumerate(begun, before)
        for row in _chain(key, start, entries * (place + 1) // needs - entries * place // needs)
    ]
    names = ("subject_type", "subject_id", "seq", "verb", "actor_id", "actor_kind", "actor_ref", "at", "is_public",
             "park_code", "occurred_on", "canonical", "hash")  # fmt: skip
    for chunk in _chunks(rows, CHUNK):
        _insert(Entry._meta.db_table, list(names), chunk)


def _chain(key: int, start: datetime, length: int) -> Iterator[Row]:
    """Entries of the clock, each with the hash of the one before it (trail)."""
    previous, subject = trail.GENESIS, f"{Need._meta.label_lower}:{key}"
    for seq in range(1, length + 1):
        at, verb = start + timedelta(hours=seq), f"requests_flow.need.{VERBS[(seq - 1) % len(VERBS)]}"
        day = at.astimezone(clock.SHANGHAI).date()
        text = trail.canonical(
            {"subject": subject, "seq": seq, "verb": verb, "actor_id": None, "actor_kind": "clock", "actor_ref": "tick",
             "at": at, "public": True, "park": "", "occurred_on": day, "facts": {}, "words": "", "beneficiaries": [],
             "quantity": 1}
        )  # fmt: skip
        previous = trail.digest_entry(previous, text)
        yield [Need._meta.label_lower, key, seq, verb, None, "clock", "tick", at, True, "", day, text, previous]


# --- writing ------------------------------------------------------------------------------------------
@contextmanager
def _indexed_afterwards(needs: int) -> Iterator[None]:
    """Many rows on PostgreSQL: indexes that promise nothing are dropped and made anew at the end, in one go each."""
    if connection.vendor != "postgresql" or needs <= MANY:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), attstattarget FROM pg_index "
            "JOIN pg_attribute ON attrelid = indexrelid AND attnum = 1 "
            "WHERE NOT indisunique AND indrelid IN (%s::regclass, %s::regclass)",
            [Need._meta.db_table, Entry._meta.db_table],
        )
        found = cursor.fetchall()
        for name, _, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, definition, statistics in found:
                cursor.execute(definition)
                if (statistics or 0) > 0:
                    cursor.execute(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS {int(statistics)}")


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _insert(table: str, names: list[str], rows: list[Row]) -> None:
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        adapt = connection.ops.adapt_datetimefield_value
        plain = ([adapt(value) if isinstance(value, datetime) else value for value in row] for row in rows)
        cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', plain)  # noqa: S608 (own names) # nosec B608
