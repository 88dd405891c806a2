"""The list of firms as the desk asks for it, and the same rows as a table to take away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.finding import matching
from enterprises.models import Building, Enterprise, Park
from parkdesk.core.spreadsheets import Cell, Sheet

AT_ONCE = 1000
COLUMNS: Mapping[str, Any] = {
    "code": gettext_lazy("Number in the directory"), "name": gettext_lazy("Full name"),
    "uscc": gettext_lazy("Credit code"), "park__name": gettext_lazy("Park"),
    "building__name": gettext_lazy("Building"), "floor": gettext_lazy("Floor"), "room": gettext_lazy("Room"),
    "sector": gettext_lazy("Sector"), "industry": gettext_lazy("Industry"), "size": gettext_lazy("Size"),
    "legal_form": gettext_lazy("Legal form"), "employees": gettext_lazy("Employees"),
    "founded": gettext_lazy("Founded"), "registered_capital": gettext_lazy("Registered capital in ¥10,000"),
    "registered_address": gettext_lazy("Registered address"), "actual_address": gettext_lazy("Actual address"),
    "status": pgettext_lazy("of a firm", "Status"),
}  # fmt: skip
# Personal data: only for those who keep the directory, with a watermark and an entry in the log.
CONTACTS: Mapping[str, Any] = {
    "first__name": gettext_lazy("Contact: name"), "first__role": gettext_lazy("Contact: position"),
    "first__mobile": gettext_lazy("Contact: mobile number"), "first__landline": gettext_lazy("Contact: landline"),
    "first__email": gettext_lazy("Contact: e-mail"),
}  # fmt: skip
CHOICES = {"sector": Enterprise.Sector, "size": Enterprise.Size, "status": Enterprise.Status}
FILTERS = ("park", "building", *CHOICES)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: words, and one value for each filter; what does not exist is left out."""

    query: str
    terms: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        terms = {name: given.get(name, "") for name in FILTERS}
        known = {name: value for name, value in terms.items() if value and _exists(name, value, terms)}
        return cls(given.get("q", "").strip()[:100], known)

    def address(self, without: str = "") -> str:
        """The query string, with one condition fewer if that is asked for."""
        said = {name: value for name, value in self.terms.items() if name != without}
        if without == "park":
            said.pop("building", None)
        query = {"q": self.query} if self.query and without != "q" else {}
        return "?" + urlencode({**query, **said})

    def rows(self) -> QuerySet[Enterprise]:
        """The firms in the order of their parks and names; those that moved out only where they are asked for."""
        rows = Enterprise.objects.filter(matching(self.query))
        if "status" not in self.terms:
            rows = rows.exclude(status=Enterprise.Status.MOVED_OUT)
        codes = {"park": "park__code", "building": "building__code"}
        rows = rows.filter(**{codes.get(name, name): value for name, value in self.terms.items()})
        return rows.select_related("park", "building").order_by("park__code", "name", "pk")

    def chips(self) -> list[dict[str, str]]:
        """Each condition in words, with the address without it."""
        said = [{"label": self.query, "url": self.address("q")}] if self.query else []
        return [*said, *({"label": self._word(name), "url": self.address(name)} for name in self.terms)]

    def _word(self, name: str) -> str:
        value = self.terms[name]
        if name in CHOICES:
            return str(CHOICES[name](value).label)
        return str((Park if name == "park" else Building).objects.get(code=value))


def _exists(name: str, value: str, terms: Mapping[str, str]) -> bool:
    if name in CHOICES:
        return value in CHOICES[name].values
    if name == "park":
        return Park.objects.filter(code=value).exists()
    return Building.objects.filter(code=value, park__code=terms["park"]).exists()


def sheet(rows: QuerySet[Enterprise], *, has_contacts: bool, mark: str = "") -> Sheet:
    """The firms as a table, words in the reader's language; read in parts."""
    columns = {**COLUMNS, **CONTACTS} if has_contacts else COLUMNS
    words = {
        name: {value: str(label) for value, label in Enterprise._meta.get_field(name).flatchoices}
        for name in ("sector", "size", "status", "legal_form")
    }

    def lines() -> Iterator[list[Cell]]:
        first = FilteredRelation("contacts", condition=Q(contacts__is_primary=True))
        for row in rows.annotate(first=first).values_list(*columns).iterator(chunk_size=AT_ONCE):
            pairs = zip(columns, row, strict=True)
            yield [words[name].get(value, value) if name in words else value for name, value in pairs]

    return Sheet(_("Directory of firms"), [str(head) for head in columns.values()], lines, mark)
