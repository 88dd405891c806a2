"""The service catalogue from its file into Service and ServiceTerms; each service whole or not at all.

The file is JSON with a list `services` (the project's own copy: parkdesk/data/services.json). A service whose row
cannot be read is left out with row, field and reason; the others are taken unless all or nothing was asked for.
"""

import hashlib
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
from requests_flow.catalogue_cells import Wrong, half_days, one_of, papers, steps, text, whole_days, words
from requests_flow.models import Service, ServiceTerms
from requests_flow.terms import Numbers, set_terms
from requests_flow.words import Category, Tier

MAX_BYTES = 10 * 1024 * 1024
# These do the work themselves and are no departments of their own here.
NOT_DEPARTMENTS = frozenset({"COMMUNITY", "OPERATOR", "PROPERTY"})


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


def digest_of(row: dict[str, Any]) -> str:
    """SHA-256 of a row of the file, by which a second reading knows it."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


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
    said = str(content.get("as_of") or "")
    try:
        return date.fromisoformat(said if len(said) > 7 else f"{said}-01")
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
            outcome, changed = self._write(values, digest_of(row))
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
            "code": ("code", text(12)),
            "name_zh": ("name_zh", text(120)),
            "name_en": ("name_en", text(160)),
            "summary_zh": ("summary_zh", text(is_needed=False)),
            "summary_en": ("summary_en", text(is_needed=False)),
            "category": ("category", one_of(Category.values)),
            "line": ("specialist_line", one_of(SpecialistLine.values)),
            "tier_evidence": ("default_tier", one_of(["", *Tier.values])),
            "window": ("window", self._window),
            "department": ("department", self._department),
            "materials": ("materials", papers),
            "steps": ("steps", steps),
            "keywords_zh": ("keywords_zh", words),
            "keywords_en": ("keywords_en", words),
            "promised_half_days": ("promised_limit_days", half_days),
            "legal_limit_days": ("legal_limit_days", whole_days),
            "scope": ("promise_scope", one_of(ServiceTerms.Scope.values)),
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

    def _write(self, values: dict[str, Any], digest: str) -> tuple[str, list[str]]:
        """A row that was read before changes nothing, even when people changed the service on its page since."""
        terms = {name: values.pop(name) for name in ("promised_half_days", "legal_limit_days", "scope")}
        values["keywords"] = [*values.pop("keywords_zh"), *values.pop("keywords_en")]
        service = self.known.get(values["code"])
        if service is not None and service.source_digest == digest:
            return _fill(service, values)
        outcome, changed = self._settle(service, values, terms)
        Service.objects.filter(code=values["code"]).update(source_digest=digest)
        return outcome, changed

    def _settle(self, service: Service | None, values: dict[str, Any], terms: dict[str, Any]) -> tuple[str, list[str]]:
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
        if not service.terms.exists():
            ServiceTerms.objects.create(service=service, valid_from=self.as_of.replace(month=1, day=1), **terms)
            return UNCHANGED
        return UPDATED if set_terms(service, Numbers(**terms), valid_from=self.as_of) else UNCHANGED


def _fill(service: Service, values: dict[str, Any]) -> tuple[str, list[str]]:
    """What a service of an older version lacks, and nothing that people may have changed since."""
    lacking = ("materials", "steps")
    return _change(service, {name: values[name] for name in lacking if not getattr(service, name)})


def _change(service: Service, values: dict[str, Any]) -> tuple[str, list[str]]:
    changed = [name for name, value in values.items() if getattr(service, name) != value]
    for name in changed:
        setattr(service, name, values[name])
    if changed:
        service.save(update_fields=changed)
    return (UPDATED if changed else UNCHANGED), changed


def _wrong(column: str, reason: str) -> Message:
    return Message(column, "unreadable", reason, ERROR)
