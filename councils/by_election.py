"""What a council lacks, as by-elections to hold: proposed by the house, called by the office (domain.md 5.2.9).

Who runs elections registers with `offered_by` where one is called; until then a proposal is a line with what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils.composition import Look
from councils.models import CompositionAlarm, Council, Party
from councils.portrait import kind_name
from councils.sheet_words import listed
from parkdesk.core import clock

# A seat that fell vacant is filled within so many working days.
DAYS = 20
# These parties send somebody; all others elect.
SENT = frozenset({Party.COMMUNITY, Party.OPERATOR, Party.MASS_ORG})


@dataclass(frozen=True)
class Gap:
    """Seats of one party that somebody has to come into; `kinds` are the enterprise types without a voice."""

    party: Party
    seats: int = 1
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """One by-election, or one seat to be filled by whoever sends somebody: in words, and where it is called ("")."""

    gap: Gap
    says: str
    url: str
    light: clock.Light


Offer = Callable[[Council, Gap], str]
_offers: list[Offer] = []


def offered_by(offer: Offer) -> Offer:
    """Register who calls by-elections: given a council and a gap it returns the address where one is called, or ""."""
    _offers[:] = [offer]
    return offer


def proposals(alarm: CompositionAlarm, look: Look) -> list[Proposal]:
    """What mends this alarm."""
    light = light_of(alarm)
    return [Proposal(gap, _says(gap), _url(alarm.council, gap), light) for gap in gaps(look)]


def gaps(look: Look) -> list[Gap]:
    """Parties without anybody, types without a voice, and seats below the least number, each counted once."""
    missing = [Gap(Party(party)) for party in look.parties_missing]
    is_short_of_kinds = not look.coverage.meets(look.rules.coverage_percent)
    kinds = tuple(one.kind for one in look.coverage.missing) if is_short_of_kinds else ()
    found = [*missing, *([Gap(Party.ENTERPRISE, 1, kinds)] if kinds else [])]
    short = look.rules.size_min - sum(look.held.values()) - sum(one.seats for one in found)
    return [*found, *([Gap(Party.ENTERPRISE, short)] if short > 0 else [])]


def due_at(alarm: CompositionAlarm) -> datetime:
    """By when what the alarm names is mended."""
    return clock.due_at(clock.calendar(), alarm.sounded_at, clock.working_days(DAYS))


def light_of(alarm: CompositionAlarm) -> clock.Light:
    return clock.light(clock.calendar(), clock.now(), alarm.sounded_at, due_at(alarm))


def _url(council: Council, gap: Gap) -> str:
    return next((url for offer in _offers if (url := offer(council, gap))), "")


def _says(gap: Gap) -> str:
    if gap.kinds:
        words = _("By-election of an enterprise representative, for: %(kinds)s")
        return words % {"kinds": listed(str(kind_name(kind)) for kind in gap.kinds)}
    if gap.party in SENT:
        return _("“%(party)s” names somebody for its seat") % {"party": gap.party.label}
    if gap.party == Party.PARTY_MEMBER:
        return _("By-election of the party members' representative")
    words = ngettext(
        "By-election of %(count)d enterprise representative",
        "By-election of %(count)d enterprise representatives",
        gap.seats,
    )
    return words % {"count": gap.seats}
