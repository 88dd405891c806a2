"""Which enterprise of the directory a row means: by code or credit code; by name alone never without a person."""

import re
from array import array
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from enterprises.directory.batches import differences
from enterprises.directory.drafts import Draft
from enterprises.directory.report import CORRECTED
from enterprises.models import Contact, Enterprise
from parkdesk.core.search import fold

# Column of the file -> column of the contact.
CONTACT = {"contact_name": "name", "contact_role": "role", "mobile": "mobile", "landline": "landline", "email": "email"}


def name_key(name: str) -> str:
    """A name without what people write differently: width, case, traditional forms, spaces, brackets."""
    return re.sub(r"[\s()（）·]+", "", fold(name))


class Firms:
    """The keys of all enterprises and of the rows seen so far; whole enterprises for the rows at hand only."""

    def __init__(self) -> None:
        self._uscc: dict[str, int] = {}
        self._code: dict[str, int] = {}
        self._name: dict[tuple[str, int], int] = {}
        columns = ("pk", "uscc", "code", "name", "park_id")
        for pk, uscc, code, name, park in Enterprise.objects.values_list(*columns).iterator(chunk_size=2000):
            self._name[name_key(name), park] = pk
            if uscc:
                self._uscc[uscc] = pk
            if code:
                self._code[code] = pk
        # Keys of the file so far, by their hashes, and the name of each row by its number: 100,000 rows fit into some
        # megabytes.
        self._seen: dict[int, int] = {}
        self._names_by_row = array("q")
        self._seen_names: dict[int, int] = {}
        self._near: dict[int, Enterprise] = {}
        self._contacts: dict[int, Contact] = {}

    def bring(self, drafts: Iterable[Draft]) -> None:
        """Read the enterprises that the keys of these rows name, with their first contacts. Two queries."""
        found = [pk for draft in drafts for pk in (self._by_uscc(draft), self._by_code(draft), self._by_name(draft))]
        self._near = Enterprise.objects.select_related("park").in_bulk({pk for pk in found if pk})
        contacts = Contact.objects.filter(is_primary=True, enterprise__in=self._near) if self._near else ()
        self._contacts = {one.enterprise_id: one for one in contacts}

    def _by_uscc(self, draft: Draft) -> int:
        return self._uscc.get(draft.values.get("uscc", ""), 0)

    def _by_code(self, draft: Draft) -> int:
        return self._code.get(draft.values.get("code", ""), 0)

    def _by_name(self, draft: Draft) -> int:
        park = draft.values.get("park")
        return self._name.get((name_key(draft.values.get("name", "")), park.pk), 0) if park else 0

    def park_of(self, draft: Draft) -> int | None:
        """The park in which the keys of the row are at home, by the directory."""
        known = self._near.get(self._by_uscc(draft) or self._by_code(draft))
        return known.park_id if known else None

    def known(self, draft: Draft) -> Enterprise | None:
        """The enterprise that the keys of the row name. Holds the row when they name two."""
        by_uscc, by_code = self._near.get(self._by_uscc(draft)), self._near.get(self._by_code(draft))
        uscc = draft.values.get("uscc")
        if by_code and uscc and by_code.uscc not in (None, uscc):
            draft.hold("uscc", "uscc_changed", gettext("The directory has another credit code for this firm."))
        if by_uscc and by_code and by_uscc is not by_code:
            draft.hold("code", "code_conflict", gettext("Code and credit code belong to two different firms."))
        return by_uscc or by_code

    def contact(self, firm: Enterprise | None) -> Contact | None:
        return self._contacts.get(firm.pk) if firm else None

    def earlier(self, draft: Draft) -> int:
        """The row that had the same key before, or 0. The same credit code under another name is held instead."""
        values, here = draft.values, draft.record.number
        key, name = self._key(draft), hash(name_key(values.get("name", "")))
        row = self._seen.setdefault(key, here)
        if row == here:
            self._names_by_row.extend([0] * (here + 1 - len(self._names_by_row)))
            self._names_by_row[here] = name
            return 0
        if self._names_by_row[row] == name or not values.get("uscc"):
            return row
        reason = gettext("Row %(row)s gives the same credit code to another firm.") % {"row": row}
        draft.hold("uscc", "uscc_twice", reason)
        return 0

    def _key(self, draft: Draft) -> int:
        values = draft.values
        park = getattr(values.get("park"), "pk", None)
        return hash(values.get("uscc") or values.get("code") or (name_key(values.get("name", "")), park))

    def compare(self, draft: Draft, known: Enterprise | None) -> Enterprise | None:
        """Hold what a person has to look at: another firm's credit code, a namesake in the same park.

        Returns the enterprise that the row means, or is held for.
        """
        if known is None:
            return self._namesake(draft)
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
        return known

    def _namesake(self, draft: Draft) -> Enterprise | None:
        other = self._near.get(self._by_name(draft))
        key = hash((name_key(draft.values["name"]), draft.values["park"].pk))
        row = self._seen_names.setdefault(key, draft.record.number)
        if other is None and row == draft.record.number:
            return None
        if other and self._is_same_again(draft, other):
            return other
        facts = {"park": draft.values["park"].name, "row": row}
        reason = gettext("Row %(row)s has a firm of this name in %(park)s; they are not merged without a person.")
        if other:
            reason = gettext(
                "%(park)s already has a firm of this name (%(key)s); they are not merged without a person."
            )
            facts["key"] = other.uscc or other.code or other.name
        draft.hold("name", "same_name", reason % facts)
        return other

    def _is_same_again(self, draft: Draft, other: Enterprise) -> bool:
        """A firm kept without a credit code, read once more with the same words: nothing to merge, nothing to hold."""
        if other.uscc or other.code or draft.values.get("uscc") or draft.values.get("code"):
            return False
        contact = self.contact(other)
        return not differences(other, columns_of(draft)) and not (contact and differences(contact, contact_of(draft)))


def columns_of(draft: Draft) -> dict[str, Any]:
    """The values of a row that are columns of the enterprise."""
    return {field: value for field, value in draft.values.items() if field not in CONTACT and field != "note"}


def contact_of(draft: Draft) -> dict[str, str]:
    """The values of a row that are columns of its first contact."""
    return {field: draft.values[column] for column, field in CONTACT.items() if column in draft.values}
