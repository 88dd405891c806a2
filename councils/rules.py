"""How a council has to be made up (domain.md 5.1, 5.4). Pure: what is against the rules, in words for the office."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from councils.coverage import Coverage, as_percent
from councils.models import Party, RuleSet


def faults(rules: RuleSet, held: Mapping[str, int], coverage: Coverage) -> list[str]:
    """What is against the rules today: seats filled by party, and the types that nobody speaks for."""
    return [*_size(rules, sum(held.values())), *_parties(held), *_coverage(rules, coverage)]


def _size(rules: RuleSet, filled: int) -> list[str]:
    numbers: dict[str, Any] = {"filled": filled, "least": rules.size_min, "most": rules.size_max}
    if filled < rules.size_min:
        return [_("%(filled)s seats are filled; the rules ask for at least %(least)s.") % numbers]
    if filled > rules.size_max:
        return [_("%(filled)s seats are filled; the rules allow at most %(most)s.") % numbers]
    return []


def _parties(held: Mapping[str, int]) -> list[str]:
    return [_("“%(party)s” has nobody.") % {"party": party.label} for party in Party if not held.get(party)]


def _coverage(rules: RuleSet, coverage: Coverage) -> list[str]:
    if coverage.meets(rules.coverage_percent):
        return []
    numbers = {
        "covered": coverage.types_covered,
        "present": coverage.types_present,
        "reached": as_percent(coverage.type_coverage),
        "asked": rules.coverage_percent,
    }
    text = _(
        "%(covered)s of %(present)s enterprise types have a voice (%(reached)s %%); the rules ask for %(asked)s %%."
    )
    return [text % numbers]
