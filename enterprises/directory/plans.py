"""What would become of the directory by one row, and doing it for many rows at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from enterprises.directory.batches import CHUNK, differences
from enterprises.directory.firms import CONTACT
from enterprises.directory.report import CORRECTED, CREATED, UPDATED, WARNED, Line
from enterprises.models import Contact, Enterprise

COLUMN = {field: column for column, field in CONTACT.items()}
# Rows of these outcomes make a firm.
MAKE = frozenset({CREATED, CORRECTED, WARNED})
WRITTEN = MAKE | {UPDATED}


@dataclass(slots=True)
class Plan:
    """One row as it would be written: columns of the firm and of its first contact, and what stood there before.

    `firm` is the enterprise that the row changes, or for which it is held; None for a new one. `before` holds the
    old values of what changes, contacts under the names that the file gives them.
    """

    line: Line
    firm: Enterprise | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    contact_row: Contact | None = None
    # The words of the file for a park or building that the directory does not know.
    said: dict[str, str] = field(default_factory=dict)


def change(plan: Plan) -> list[str]:
    """Work out what the plan changes in a known firm: fills `before`, returns the changed columns of the file."""
    firm, contact = plan.firm, plan.contact_row
    for name in differences(firm, plan.columns):
        plan.before[name] = getattr(firm, name)
    for name, value in plan.contact.items():
        if getattr(contact, name, "") != value:
            plan.before[COLUMN[name]] = getattr(contact, name, "")
    if plan.before.keys() & set(Enterprise.IN_SEARCH):
        plan.columns |= Enterprise.index({name: getattr(firm, name) for name in Enterprise.IN_SEARCH} | plan.columns)
    return list(plan.before)


def write(plans: Iterable[Plan]) -> None:
    """Write new firms and changed ones with their first contacts: at most four statements for each CHUNK."""
    plans = list(plans)
    fresh = [plan for plan in plans if plan.line.outcome in MAKE]
    for plan in fresh:
        plan.firm = Enterprise(**plan.columns)
    Enterprise.objects.bulk_create([plan.firm for plan in fresh if plan.firm], batch_size=CHUNK)
    changed = [plan for plan in plans if plan.line.outcome == UPDATED]
    _change_firms(changed)
    _settle_contacts([*fresh, *changed])


def _change_firms(plans: list[Plan]) -> None:
    firms, names = {}, set()
    for plan in plans:
        own = [name for name in plan.before if name in plan.columns]
        if own and plan.firm:
            own += [name for name in ("search_text", "initials") if name in plan.columns]
            for name in own:
                setattr(plan.firm, name, plan.columns[name])
            firms[plan.firm.pk] = plan.firm
            names.update(own)
    if firms:
        Enterprise.objects.bulk_update(firms.values(), sorted(names), batch_size=CHUNK)


def _settle_contacts(plans: list[Plan]) -> None:
    fresh, changed, names = [], [], set()
    for plan in plans:
        if plan.contact and plan.contact_row is None:
            fresh.append(Contact(enterprise=plan.firm, **plan.contact))
        elif any(COLUMN[name] in plan.before for name in plan.contact):
            for name, value in plan.contact.items():
                setattr(plan.contact_row, name, value)
            changed.append(plan.contact_row)
            names.update(plan.contact)
    Contact.objects.bulk_create(fresh, batch_size=CHUNK)
    if changed:
        Contact.objects.bulk_update(changed, sorted(names), batch_size=CHUNK)
