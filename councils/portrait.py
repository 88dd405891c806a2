"""A council as its page shows it: who sits for whom, and which enterprise types have a voice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councils.coverage import Coverage, Spoken, as_percent
from councils.models import Council, Party, Representative, RuleSet, Seat
from councils.sheet_words import listed
from enterprises.models import Enterprise

DUTIES = {
    Party.COMMUNITY: gettext_lazy("convenes, records, follows up"),
    Party.OPERATOR: gettext_lazy("explains costs, has works done"),
    Party.ENTERPRISE: gettext_lazy("the voice of every trade"),
    Party.PARTY_MEMBER: gettext_lazy("brings people together, mediates"),
    Party.MASS_ORG: gettext_lazy("staff welfare and culture"),
}
# Names of trades short enough for a line of a list.
KINDS = {
    "SW": gettext_lazy("Software"),
    "MFG": gettext_lazy("Smart equipment"),
    "SVC": gettext_lazy("Professional services"),
    "FIN": gettext_lazy("Finance"),
    "BIO": gettext_lazy("Biomedicine"),
    "TRD": gettext_lazy("Cross-border trade"),
    "COM": gettext_lazy("Shops and amenities"),
    "IC": gettext_lazy("Integrated circuits"),
}
BAR = 400  # width of the bar in units of its drawing


@dataclass(frozen=True)
class Bench:
    """The seats of one party with their holders; an empty one has none."""

    party: Party
    duty: Any
    holders: tuple[dict[str, Any], ...]

    @property
    def is_many(self) -> bool:
        """Enterprises: their bench goes across the page."""
        return self.party == Party.ENTERPRISE


def benches(seats: Iterable[Seat], members: Iterable[Representative]) -> list[Bench]:
    """Single seats first, the enterprises below them."""
    by_seat = {one.seat_id: one for one in members}
    found: dict[str, list[dict[str, Any]]] = {party: [] for party in Party}
    for seat in seats:
        found[seat.party].append(_holder(by_seat.get(seat.pk)))
    order = sorted(Party, key=lambda party: party == Party.ENTERPRISE)
    return [Bench(party, DUTIES[party], tuple(found[party])) for party in order]


def _holder(one: Representative | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {"name": one.person.name, "line": line_of(one), "is_convener": one.is_convener}


def line_of(one: Representative) -> str:
    """Firm or position, the trades they speak for, how they came in: all in one line."""
    firm = (one.enterprise.short_name or one.enterprise.name) if one.enterprise else one.position
    position = one.position if one.enterprise and one.party != Party.ENTERPRISE else ""
    kinds = listed(str(kind_name(code)) for code in one.represents)
    return format_html_join(" · ", "{}", ((part,) for part in (firm, position, kinds, way_in(one)) if part))


def way_in(one: Representative) -> str:
    """How they came in, with the votes where there was a vote."""
    if one.selected_by == Representative.SelectedBy.ELECTION and one.votes is not None:
        return _("elected with %(votes)s votes") % {"votes": one.votes}
    return str(one.get_selected_by_display())


def kind_name(code: str) -> Any:
    """The short name of an enterprise type."""
    return KINDS.get(code) or dict(Enterprise.Sector.choices).get(code, code)


def term(members: Iterable[Representative]) -> tuple[date, date] | None:
    """From the first day to the last of the members' terms; None without members or without an end."""
    held = list(members)
    if not held or not all(one.ends_on for one in held):
        return None
    return min(one.starts_on for one in held), max(one.ends_on for one in held)


def coverage_card(found: Coverage, members: Iterable[Representative], rules: RuleSet) -> dict[str, Any]:
    """Both figures with their bar, and every type with who speaks for it."""
    names = {one.pk: one.person.name for one in members}
    asked = Fraction(rules.coverage_percent, 100)
    one_less = Fraction(found.types_present - 1, found.types_present) if found.types_present else Fraction(1)
    return {
        "found": found,
        "percent": as_percent(found.type_coverage),
        "weighted": as_percent(found.enterprise_weighted_coverage),
        "asked": rules.coverage_percent,
        "meets": found.meets(rules.coverage_percent),
        "one_less": as_percent(one_less),
        "is_one_less_too_few": one_less < asked,
        "width": int(found.type_coverage * BAR),
        "tick": int(asked * BAR) - 1,
        "kinds": [{"name": kind_name(one.kind), "firms": one.firms, "who": _who(one, names)} for one in found.kinds],
        "missing": listed(str(kind_name(one.kind)) for one in found.missing),
    }


def _who(one: Spoken, names: dict[int, str]) -> str:
    """Who speaks for a type; those of another type are marked as speaking for it besides."""
    besides = [_("%(name)s (besides)") % {"name": names[key]} for key in one.doubled]
    return listed([*(names[key] for key in one.direct), *besides])


def row(council: Council, found: Coverage, facts: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    """One line of the list of councils. `facts`: seats filled and who presides, by `composition.standings`."""
    return {
        "name": council.park.name,
        "url": council.get_absolute_url(),
        "filled": facts.get("filled", 0),
        "firms": found.firms,
        "chair": facts.get("chair", ""),
        "covered": found.types_covered,
        "present": found.types_present,
        "meets": found.meets(rules.coverage_percent),
    }
