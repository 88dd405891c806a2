"""Plans as rows of an import, and rows as plans: what is planned outlives the process that planned it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enterprises.directory.batches import CHUNK
from enterprises.directory.firms import CONTACT
from enterprises.directory.plans import MAKE, Plan
from enterprises.directory.report import REVIEW, UPDATED, Line, Message
from enterprises.models import Contact, DirectoryImport, Enterprise, ImportRow

COLUMNS = {field.name: field for field in Enterprise._meta.concrete_fields}


def raw(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def row_of(job: DirectoryImport, plan: Plan) -> ImportRow:
    line = plan.line
    return ImportRow(
        job=job,
        number=line.row,
        outcome=line.outcome,
        key=line.key[:120],
        name=str(plan.columns.get("name") or line.values.get("name") or "")[:120],
        messages=[[one.field, one.code, one.text, one.weight] for one in line.messages],
        planned={
            "firm": {name: raw(value) for name, value in plan.columns.items()},
            "contact": plan.contact,
            "said": plan.said if line.outcome == REVIEW else {},
        },
        before={name: raw(value) for name, value in plan.before.items()},
        firm=plan.firm,
    )


def columns_of(row: ImportRow) -> dict[str, Any]:
    """The planned columns of the firm; park and building by their ids."""
    return {COLUMNS[name].attname: COLUMNS[name].to_python(value) for name, value in row.planned["firm"].items()}


def _column(name: str) -> str:
    return name if name in CONTACT else COLUMNS[name].attname


def messages_of(row: ImportRow) -> list[Message]:
    return [Message(*one) for one in row.messages]


def in_parts(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows by their number, CHUNK at a time; those of a part may be changed before the next one is read."""
    last = 0
    while part := list(rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        yield part
        last = part[-1].number


class Standing:
    """The firms and first contacts of some rows as they stand in the directory now."""

    def __init__(self, rows: Iterable[ImportRow]) -> None:
        ids = {row.firm_id for row in rows if row.firm_id}
        self.firms = Enterprise.objects.in_bulk(ids)
        contacts = Contact.objects.filter(enterprise__in=ids, is_primary=True)
        self.contacts = {one.enterprise_id: one for one in contacts}

    def value(self, row: ImportRow, column: str) -> Any:
        """What stands in a column of the file for the firm of a row, as JSON."""
        if column in CONTACT:
            return getattr(self.contacts.get(row.firm_id or 0), CONTACT[column], "")
        return raw(getattr(self.firms[row.firm_id], COLUMNS[column].attname))

    def is_as_before(self, row: ImportRow) -> bool:
        """Whether what the row changes still stands as it did when it was checked."""
        if row.firm_id not in self.firms:
            return False
        return all(self.value(row, name) == old for name, old in row.before.items())

    def plan(self, row: ImportRow) -> Plan:
        line = Line(row.number, row.outcome, row.key)
        before = {_column(name): old for name, old in row.before.items()}
        plan = Plan(line, self.firms.get(row.firm_id or 0), columns_of(row), row.planned["contact"], before)
        plan.contact_row = self.contacts.get(row.firm_id or 0)
        return plan


def stale(rows: list[ImportRow], standing: Standing) -> list[ImportRow]:
    """Rows that do not fit the directory any more: somebody changed it since they were checked."""
    taken = _taken([row for row in rows if row.outcome in MAKE])
    return [
        row
        for row in rows
        if (row.outcome == UPDATED and not standing.is_as_before(row)) or (row.outcome in MAKE and taken & _keys(row))
    ]


def _keys(row: ImportRow) -> set[tuple[str, str]]:
    """What makes a new firm clash with one that is there. Namesakes may be meant: a person looked at them."""
    firm = row.planned["firm"]
    keys = {(name, firm[name]) for name in ("uscc", "code") if firm.get(name)}
    return keys or {("name", f"{firm['name']}|{firm['park']}")}


def _taken(rows: list[ImportRow]) -> set[tuple[str, str]]:
    wanted = {name: [row.planned["firm"].get(name) for row in rows] for name in ("uscc", "code")}
    found = {
        (name, value)
        for name, values in wanted.items()
        for value in Enterprise.objects.filter(**{f"{name}__in": [v for v in values if v]}).values_list(name, flat=True)
    }
    nameless = [row for row in rows if not row.decision and _keys(row).isdisjoint({"uscc", "code"})]
    names = {row.planned["firm"]["name"] for row in nameless}
    same = Enterprise.objects.filter(name__in=names).values_list("name", "park_id") if names else ()
    return found | {("name", f"{name}|{park}") for name, park in same}


def hold_stale(rows: list[ImportRow]) -> None:
    """Put rows back for a person: nothing of them is written."""
    reason = _("The directory has changed since this was checked. Check the file once more.")
    for row in rows:
        row.outcome = REVIEW
        row.messages = [*row.messages, ["", "changed_since", reason, REVIEW]]
    ImportRow.objects.bulk_update(rows, ["outcome", "messages"])
