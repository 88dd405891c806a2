"""The service catalogue from its file into Service and ServiceTerms; each service whole or not at all.

The file is JSON with a list `services` (the project's own copy: parkdesk/data/services.json). A service whose row
cannot be read is left out with row, field and reason; the others are taken unless all or nothing was asked for.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from enterprises.directory.batches import combined
from enterprises.directory.report import CREATED, ERROR, UNCHANGED, UPDATED, Line, Message, Report
from enterprises.directory.tables import Unreadable
from enterprises.models import Unit
from enterprises.roles import Line as SpecialistLine
from enterprises.seeds import ensure_units
from parkdesk.core import clock
from requests_flow.models import Service, ServiceTerms
from requests_flow.words import Category, Tier

MAX_BYTES = 10 * 1024 * 1024
LONGEST_DAYS = 1000
# These do the work themselves and are no departments of their own here.
NOT_DEPARTMENTS = frozenset({"COMMUNITY", "OPERATOR", "PROPERTY"})


class Wrong(Exception):
    """One field of one row cannot be used; the text is the reason."""


@dataclass
class Result:
    """The report by rows (counted from 1 within the list `services`), and whether anything was written."""

    report: Report = field(default_factory=Report)
    is_applied: bool = False


def import_catalogue(source: Path, *, is_atomic: bool = False, is_dry_run: bool = False) -> Result:
    """Bring the catalogue in step with a file. Raises Unreadable, with nothing changed.

    With `is_atomic` one wrong row undoes everything; with `is_dry_run` everything is undone.
    """
    content = _read(source)
    result = Result()
    with transaction.atomic():
        settle = _Settler(_date_of(content), {unit.code: unit for unit in ensure_units().values()})
        for number, row in enumerate(content["services"], 1):
            result.report.lines.append(settle(number, row))
        result.is_applied = not is_dry_run and not (is_atomic and result.report.wrong)
        if not result.is_applied:
            transaction.set_rollback(True)
    return result


def _read(source: Path) -> dict[str, Any]:
    if not source.is_file():
        raise Unreadable(gettext("There is no file %(path)s.") % {"path": source})
    if source.stat().st_size > MAX_BYTES:
        raise Unreadable(
            gettext("%(file)s is larger than %(limit)s MB.") % {"file": source.name, "limit": MAX_BYTES // 1024**2}
        )
    try:
        content = json.loads(source.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(gettext("%(file)s is not JSON in UTF-8.") % {"file": source.name}) from error
    if not isinstance(content, dict) or not isinstance(content.get("services"), list):
        raise Unreadable(gettext("%(file)s has no list “services”.") % {"file": source.name})
    return content


def _date_of(content: dict[str, Any]) -> date:
    """The day a file speaks for: its `as_of` (a month or a day), else today."""
    text = str(content.get("as_of") or "")
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return clock.today()


class _Settler:
    """Settles one row after the other against what the catalogue holds."""

    def __init__(self, as_of: date, units: dict[str, Unit]) -> None:
        self.as_of, self.units = as_of, units
        self.known = {service.code: service for service in Service.objects.all()}
        self.slugs = {service.slug: service.code for service in self.known.values()}
        self.seen: dict[str, int] = {}

    def __call__(self, number: int, row: Any) -> Line:
        key = str(row.get("code") or "") if isinstance(row, dict) else ""
        values, messages = self._clean(row)
        first = self.seen.setdefault(key, number) if key else number
        if first != number:
            messages.append(_wrong("code", gettext("Row %(row)s has this code already.") % {"row": first}))
        if messages:
            return Line(number, ERROR, key, messages=messages)
        with transaction.atomic():
            outcome, changed = self._write(values)
        return Line(number, outcome, key, changed=changed)

    def _clean(self, row: Any) -> tuple[dict[str, Any], list[Message]]:
        if not isinstance(row, dict):
            return {}, [_wrong("", gettext("This row is not an object."))]
        values, messages = {}, []
        for name, (column, clean) in self._columns().items():
            try:
                values[name] = clean(row.get(column))
            except Wrong as reason:
                messages.append(_wrong(column, str(reason)))
        return values, messages

    def _columns(self) -> dict[str, tuple[str, Callable[[Any], Any]]]:
        """Name of the value -> (name in the file, how it is read)."""
        return {
            "code": ("code", _text(12)),
            "name_zh": ("name_zh", _text(120)),
            "name_en": ("name_en", _text(160)),
            "summary_zh": ("summary_zh", _text(is_needed=False)),
            "summary_en": ("summary_en", _text(is_needed=False)),
            "category": ("category", _one_of(Category.values)),
            "line": ("specialist_line", _one_of(SpecialistLine.values)),
            "tier_evidence": ("default_tier", _one_of(["", *Tier.values])),
            "window": ("window", self._window),
            "department": ("department", self._department),
            "keywords_zh": ("keywords_zh", _words),
            "keywords_en": ("keywords_en", _words),
            "promised_half_days": ("promised_limit_days", _half_days),
            "legal_limit_days": ("legal_limit_days", _whole_days),
            "scope": ("promise_scope", _one_of(ServiceTerms.Scope.values)),
        }

    def _window(self, value: Any) -> Unit | None:
        return self._unit(value, str(value), {Unit.Kind.WINDOW}) if value else None

    def _department(self, value: Any) -> Unit | None:
        if not value or value in NOT_DEPARTMENTS:
            return None
        code = value if value == "STREET" else f"DEPT-{value}"
        return self._unit(value, code, {Unit.Kind.DEPARTMENT, Unit.Kind.SUBDISTRICT})

    def _unit(self, value: Any, code: str, kinds: set[str]) -> Unit:
        unit = self.units.get(code)
        if unit is None or unit.kind not in kinds:
            raise Wrong(gettext("There is no unit “%(code)s”.") % {"code": value})
        return unit

    def _write(self, values: dict[str, Any]) -> tuple[str, list[str]]:
        terms = {name: values.pop(name) for name in ("promised_half_days", "legal_limit_days", "scope")}
        values["keywords"] = [*values.pop("keywords_zh"), *values.pop("keywords_en")]
        service = self.known.get(values["code"])
        if service is None:
            service = self.known[values["code"]] = Service.objects.create(**values, slug=self._slug(values))
            outcome, changed = CREATED, []
        else:
            outcome, changed = _change(service, values)
        renewed = self._set_terms(service, terms)
        return combined([outcome, renewed]), changed + (["terms"] if renewed == UPDATED else [])

    def _slug(self, values: dict[str, Any]) -> str:
        """From the English name; once given it stays, whatever the service is called later."""
        code = values["code"].lower()
        plain = slugify(values["name_en"])[:80].strip("-") or code
        slug = plain if plain not in self.slugs else f"{plain[: 79 - len(code)]}-{code}"
        self.slugs[slug] = values["code"]
        return slug

    def _set_terms(self, service: Service, terms: dict[str, Any]) -> str:
        """New terms only when something changed: the first hold for the file's year, later ones from today at the
        earliest, because a need keeps the terms it was sorted under (decisions 23)."""
        latest = service.terms.order_by("-valid_from").first()
        if latest is None:
            ServiceTerms.objects.create(service=service, valid_from=self.as_of.replace(month=1, day=1), **terms)
            return UNCHANGED
        if all(getattr(latest, name) == value for name, value in terms.items()):
            return UNCHANGED
        start = max(self.as_of, clock.today(), latest.valid_from)
        ServiceTerms.objects.update_or_create(service=service, valid_from=start, defaults=terms)
        return UPDATED


def _change(service: Service, values: dict[str, Any]) -> tuple[str, list[str]]:
    changed = [name for name, value in values.items() if getattr(service, name) != value]
    for name in changed:
        setattr(service, name, values[name])
    if changed:
        service.save(update_fields=changed)
    return (UPDATED if changed else UNCHANGED), changed


def _wrong(column: str, reason: str) -> Message:
    return Message(column, "unreadable", reason, ERROR)


def _text(longest: int = 4000, *, is_needed: bool = True) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if not _is_text(value or ""):
            raise Wrong(gettext("This should be text."))
        text = (value or "").strip()
        if is_needed and not text:
            raise Wrong(gettext("This is missing."))
        if len(text) > longest:
            raise Wrong(gettext("This is longer than %(limit)s characters.") % {"limit": longest})
        return text

    return clean


def _is_text(value: Any) -> bool:
    """Text that every database keeps: no NUL, no half of a surrogate pair."""
    return isinstance(value, str) and not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)


def _one_of(known: list[str]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if not isinstance(value or "", str) or (value or "") not in known:
            raise Wrong(gettext("“%(value)s” is not one of %(known)s.") % {"value": value, "known": ", ".join(known)})
        return value or ""

    return clean


def _words(value: Any) -> list[str]:
    if not isinstance(value or [], list) or not all(_is_text(word) for word in value or []):
        raise Wrong(gettext("This should be a list of words."))
    return [word.strip() for word in value or [] if word.strip()]


def _half_days(value: Any) -> int:
    """Working days with halves -> half working days."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= LONGEST_DAYS or value * 2 % 1:
        raise Wrong(gettext("“%(value)s” is no number of working days; halves are allowed.") % {"value": value})
    return int(value * 2)


def _whole_days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LONGEST_DAYS:
        raise Wrong(gettext("“%(value)s” is no number of working days.") % {"value": value})
    return value
