"""How the councils are made up today: coverage of one or of all, and what is against the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from councils import coverage, rules
from councils.coverage import Coverage, Voice
from councils.models import Council, Party, Representative, RuleSet
from enterprises.models import Enterprise
from parkdesk.core import clock


@dataclass(frozen=True)
class Look:
    """A council as it is made up today: seats filled by party, and how the firms of its park are spoken for."""

    rules: RuleSet
    held: Mapping[str, int]
    coverage: Coverage

    @property
    def faults(self) -> list[str]:
        """What is not as the rules ask, in words."""
        return rules.faults(self.rules, self.held, self.coverage)

    @property
    def parties_missing(self) -> list[str]:
        return [party for party in Party.values if not self.held.get(party)]

    @property
    def figures(self) -> dict[str, Any]:
        """What an alarm keeps of it: no names."""
        return {
            "filled": sum(self.held.values()),
            "parties_missing": self.parties_missing,
            "types_present": self.coverage.types_present,
            "types_covered": self.coverage.types_covered,
            "types_missing": [one.kind for one in self.coverage.missing],
        }


def look(council: Council, members: Iterable[Representative] | None = None) -> Look:
    """One council today; `members` where they are at hand."""
    held = list(council.members() if members is None else members)
    by_party = Counter(one.party for one in held)
    return Look(RuleSet.current(clock.today()), by_party, coverage_of(council, held))


def looks(councils: list[Council]) -> dict[int, Look]:
    """Many councils by their id, in four queries."""
    held_to, covered = RuleSet.current(clock.today()), coverages(councils)
    seats = Representative.objects.serving(clock.today()).filter(council__in=councils)
    held: dict[int, Counter[str]] = defaultdict(Counter)
    for council, party in seats.values_list("council", "seat__party"):
        held[council][party] += 1
    return {one.pk: Look(held_to, held[one.pk], covered[one.pk]) for one in councils}


def coverage_of(council: Council, members: Iterable[Representative] | None = None) -> Coverage:
    """How the types of this park's active firms are spoken for today; `members` where they are at hand."""
    held = council.members() if members is None else members
    return coverage.measure(_firms([council.park_id])[council.park_id], [voice_of(one) for one in held])


def voice_of(one: Representative) -> Voice:
    """What a representative says for whom."""
    return Voice(one.pk, one.enterprise.sector if one.enterprise else "", tuple(one.represents))


def coverages(councils: list[Council]) -> dict[int, Coverage]:
    """The coverage of many councils by their id, in two queries."""
    firms, voices = _firms([one.park_id for one in councils]), _voices(councils)
    return {one.pk: coverage.measure(firms[one.park_id], voices[one.pk]) for one in councils}


def faults(council: Council) -> list[str]:
    """What is not as the rules ask in this council today, in words."""
    return look(council).faults


def standings(councils: list[Council]) -> dict[int, dict[str, Any]]:
    """Of many councils by their id: how many seats are filled, and the name of whoever presides. One query."""
    serving = Representative.objects.serving(clock.today()).filter(council__in=councils)
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"filled": 0, "chair": ""})
    # Conveners first, then the community's seats: the first name of either stays.
    rows = serving.order_by("-is_convener", "pk").values_list("council", "seat__party", "is_convener", "person__name")
    for council, party, is_convener, name in rows:
        found[council]["filled"] += 1
        if (is_convener or party == Party.COMMUNITY) and not found[council]["chair"]:
            found[council]["chair"] = name
    return found


def _firms(parks: list[int]) -> dict[int, dict[str, int]]:
    active = Enterprise.objects.filter(park__in=parks, status=Enterprise.Status.ACTIVE).exclude(sector="")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for park, sector, count in active.order_by().values_list("park", "sector").annotate(count=Count("pk")):
        found[park][sector] = count
    return found


def _voices(councils: list[Council]) -> dict[int, list[Voice]]:
    serving = Representative.objects.serving(clock.today()).filter(council__in=councils)
    found: dict[int, list[Voice]] = defaultdict(list)
    rows = serving.order_by("pk").values_list("council", "pk", "enterprise__sector", "represents")
    for council, key, own, speaks_for in rows:
        found[council].append(Voice(key, own or "", tuple(speaks_for)))
    return found
