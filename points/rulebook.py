"""The rule book of a year: drafted whole, approved by a joint session of all councils, read by day (decisions 43)."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from django.db import models, transaction
from django.db.models import Max, QuerySet

from parkdesk.core.actors import Actor
from parkdesk.core.flow import advance
from parkdesk.core.trail import canonical
from points.models import Rule, RuleBook, RuleVersion

# Whom the rules may listen to: a name for the outbox, and the verbs it hears. A rule with another verb never pays.
LISTENERS = {
    "points: needs": "requests_flow.need.c*",  # confirm_facts, confirm, close
    "points: visits": "requests_flow.visit.*",
    "points: meetings": "councils.meeting.*",
    "points: recusals": "councils.case.recuse",
    "points: resolutions": "councils.resolution.*",
    "points: registrations": "enterprises.registration.*",
}
NOT_SAID = frozenset({"id", "book"})


def in_force(day: date) -> RuleBook | None:
    """The book of that day: the newest that was approved and has begun."""
    return RuleBook.objects.in_force(day).first()


def versions(day: date) -> QuerySet[RuleVersion]:
    """All rules of that day."""
    return RuleVersion.objects.filter(book=in_force(day)).select_related("rule", "book")


def current(code: str, day: date) -> RuleVersion:
    """One rule as it stands on that day. Raises RuleVersion.DoesNotExist where the book of the day has none."""
    return versions(day).get(rule__code=code)


@transaction.atomic
def draft(year: int, rules: Iterable[Mapping[str, Any]], *, starts_on: date | None = None) -> RuleBook:
    """Write down a whole book for a year: `rules` are columns of RuleVersion with the rule's `code`.

    Within the year it is a revision that begins on a day of its own. Raises ValueError for a verb that nobody hears,
    IntegrityError while another draft of the year is open.
    """
    last = RuleBook.objects.filter(year=year).aggregate(last=Max("revision"))["last"] or 0
    book = RuleBook.objects.create(year=year, revision=last + 1, starts_on=starts_on or date(year, 1, 1))
    rows = []
    for said in rules:
        columns = dict(said)
        rule, _ = Rule.objects.get_or_create(code=columns.pop("code"))
        rows.append(RuleVersion(book=book, rule=rule, **columns))
        _refuse_unheard(rows[-1])
    RuleVersion.objects.bulk_create(rows)
    return book


def _refuse_unheard(version: RuleVersion) -> None:
    verbs = [version.verb, *version.waits_for, *version.undone_by]
    unheard = [one for one in verbs if one and not any(fnmatchcase(one, heard) for heard in LISTENERS.values())]
    if unheard:
        raise ValueError(f"{version.rule.code}: nobody hears {', '.join(unheard)}")


@transaction.atomic
def approve(year: int, reference: str, by: Actor) -> RuleBook:
    """Put the draft of a year into force; `reference` names the joint session that approved it.

    Raises RuleBook.DoesNotExist without a draft. The digest of all its rules is kept: an audit compares it.
    """
    book = RuleBook.objects.get(year=year, state=RuleBook.State.DRAFT)
    return advance(book, "approve", by=by, reference=reference, digest=digest(book))


def drop(year: int, by: Actor) -> RuleBook:
    """The joint session did not adopt the draft of a year: it may be written anew.

    Raises RuleBook.DoesNotExist without a draft.
    """
    return advance(RuleBook.objects.get(year=year, state=RuleBook.State.DRAFT), "drop", by=by)


def digest(book: RuleBook) -> str:
    """SHA-256 of all that a book says, rule by rule in the order in which they were written."""
    rows = [_plain(version) for version in book.versions.select_related("rule").order_by("pk")]
    return hashlib.sha256(
        canonical({"year": book.year, "starts_on": book.starts_on, "rules": rows}).encode()
    ).hexdigest()


def _plain(version: RuleVersion) -> dict[str, Any]:
    fields: list[models.Field] = [one for one in version._meta.concrete_fields if one.name not in NOT_SAID]
    said = {one.name: one.value_from_object(version) for one in fields}
    return {**said, "rule": version.rule.code}
