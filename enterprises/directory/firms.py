"""Which enterprise of the directory a row means: by code or credit code; by name alone never without a person."""

import re
from typing import Any

from django.utils.translation import gettext

from enterprises.directory.batches import Batch, differences
from enterprises.directory.drafts import Draft
from enterprises.directory.report import CORRECTED, CREATED, UNCHANGED, UPDATED
from enterprises.models import Contact, Enterprise
from parkdesk.core.search import fold

# Column of the file -> column of the contact.
CONTACT = {"contact_name": "name", "contact_role": "role", "mobile": "mobile", "landline": "landline", "email": "email"}
_COLUMN = {field: column for column, field in CONTACT.items()}


def name_key(name: str) -> str:
    """A name without what people write differently: width, case, traditional forms, spaces, brackets."""
    return re.sub(r"[\s()（）·]+", "", fold(name))


class Firms:
    """All enterprises, and the keys seen so far in the file."""

    def __init__(self) -> None:
        firms = list(Enterprise.objects.select_related("park"))
        self.by_uscc = {firm.uscc: firm for firm in firms if firm.uscc}
        self.by_code = {firm.code: firm for firm in firms if firm.code}
        self.by_name = {(name_key(firm.name), firm.park_id): firm for firm in firms}
        self.batch = Batch(Enterprise, {firm.pk: firm for firm in firms})
        self.contacts = Batch(Contact, {one.enterprise_id: one for one in Contact.objects.filter(is_primary=True)})
        self._seen: dict[Any, tuple[int, str]] = {}

    def known(self, draft: Draft) -> Enterprise | None:
        """The enterprise that the keys of the row name. Holds the row when they name two."""
        by_uscc = self.by_uscc.get(draft.values.get("uscc", ""))
        by_code = self.by_code.get(draft.values.get("code", ""))
        uscc = draft.values.get("uscc")
        if by_code and uscc and by_code.uscc not in (None, uscc):
            draft.hold("uscc", "uscc_changed", gettext("The directory has another credit code for this firm."))
        if by_uscc and by_code and by_uscc is not by_code:
            draft.hold("code", "code_conflict", gettext("Code and credit code belong to two different firms."))
        return by_uscc or by_code

    def earlier(self, draft: Draft) -> int:
        """The row that had the same key before, or 0. The same credit code under another name is held instead."""
        values, here = draft.values, draft.record.number
        name = name_key(values.get("name", ""))
        key = values.get("uscc") or values.get("code") or (name, getattr(values.get("park"), "pk", None))
        row, first_name = self._seen.setdefault(key, (here, name))
        if row == here:
            return 0
        if first_name == name or not values.get("uscc"):
            return row
        reason = gettext("Row %(row)s gives the same credit code to another firm.") % {"row": row}
        draft.hold("uscc", "uscc_twice", reason)
        return 0

    def compare(self, draft: Draft, known: Enterprise | None) -> None:
        """Hold what a person has to look at: another firm's credit code, a namesake in the same park."""
        if known is None:
            self._namesake(draft)
            return
        is_renamed = name_key(known.name) != name_key(draft.values["name"])
        is_moved = known.park_id != draft.values["park"].pk
        facts = {"name": known.name, "park": known.park.name}
        if is_renamed and is_moved:
            reason = gettext("This credit code belongs to %(name)s in %(park)s.") % facts
            draft.hold("uscc", "uscc_of_another", reason)
        elif is_renamed:
            draft.say("name", CORRECTED, "renamed", gettext("Until now the firm was called %(name)s.") % facts)
        elif is_moved:
            draft.say("park", CORRECTED, "moved", gettext("Until now the firm was in %(park)s.") % facts)

    def _namesake(self, draft: Draft) -> None:
        other = self.by_name.get((name_key(draft.values["name"]), draft.values["park"].pk))
        if other is None or self._is_same_again(draft, other):
            return
        reason = gettext("%(park)s already has a firm of this name (%(key)s); they are not merged without a person.")
        facts = {"park": other.park.name, "key": other.uscc or other.code or other.name}
        draft.hold("name", "same_name", reason % facts)

    def _is_same_again(self, draft: Draft, other: Enterprise) -> bool:
        """A firm kept without a credit code, read once more with the same words: nothing to merge, nothing to hold."""
        if other.uscc or other.code or draft.values.get("uscc") or draft.values.get("code"):
            return False
        contact = self.contacts.known.get(other.pk)
        return not differences(other, columns_of(draft)) and not (contact and differences(contact, contact_of(draft)))

    def settle(self, draft: Draft, known: Enterprise | None) -> tuple[str, list[str]]:
        """Create or change the firm and its first contact: what became of them, and the columns that changed."""
        values = columns_of(draft)
        key = (name_key(values["name"]), values["park"].pk)
        known = known or self.by_name.get(key)
        if known is None:
            values |= Enterprise.index(values)
            firm, outcome, changed = self.batch.settle(("new", len(self.batch.known)), values)
            self.by_name[key] = firm
        else:
            firm, (outcome, changed) = known, self.batch.change(known, values)
            if set(changed) & set(Enterprise.IN_SEARCH):
                self.batch.change(firm, Enterprise.index(vars(firm)))
        changed += self._settle_contact(firm, contact_of(draft))
        return (UPDATED if changed and outcome == UNCHANGED else outcome), changed

    def _settle_contact(self, firm: Enterprise, values: dict[str, str]) -> list[str]:
        """The columns that changed; a first contact that is new to a known firm is a change of all its columns."""
        if not values:
            return []
        _, outcome, changed = self.contacts.settle(firm.pk or ("new", id(firm)), {"enterprise": firm, **values})
        if outcome == CREATED:
            return list(map(_COLUMN.__getitem__, values)) if firm.pk else []
        return list(map(_COLUMN.__getitem__, changed))

    def write(self) -> None:
        self.batch.write()
        self.contacts.write()


def columns_of(draft: Draft) -> dict[str, Any]:
    """The values of a row that are columns of the enterprise."""
    return {field: value for field, value in draft.values.items() if field not in CONTACT and field != "note"}


def contact_of(draft: Draft) -> dict[str, str]:
    """The values of a row that are columns of its first contact."""
    return {field: draft.values[column] for column, field in CONTACT.items() if column in draft.values}
