"""One council of the demonstration around its table, with the office beside it."""

from dataclasses import dataclass, field
from typing import Any

from councils import membership
from councils.models import Case, Council, Meeting, Representative, SmallWork
from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.demonstration.play import World

Facts = dict[str, Any]


@dataclass
class Table:
    """One council around its table, with the office beside it, and what has begun so far."""

    world: World
    council: Council
    meetings: dict[str, Meeting] = field(default_factory=dict)
    works: dict[str, SmallWork] = field(default_factory=dict)

    @property
    def office(self) -> Person:
        """Who keeps the council's papers."""
        return self.world.company.by_name["manager"]

    @property
    def leader(self) -> Person:
        """Who issues minutes."""
        return self.world.company.by_name["leader-community"]

    @property
    def seats(self) -> list[Representative]:
        return list(self.council.members().in_order().select_related("person", "seat"))

    def of(self, party: str) -> list[Representative]:
        return [one for one in self.seats if one.party == party]

    @property
    def presiding(self) -> Representative:
        """Whoever presides; the councils of the story have their seats."""
        return membership.presides(self.council) or self.seats[0]

    def case(self, key: str) -> Case:
        """By the need that it came from, or by the small work that it decides."""
        seen = Case.objects.select_related("council__park")
        return seen.get(work=self.works[key]) if key in self.works else seen.get(need=self.world.needs[key])

    def unit(self, name: str) -> Unit:
        park = self.council.park
        landlords = {"operator": park.operator, "property": park.property_manager}
        return landlords.get(name) or self.world.units[name]


def dated(text: str, days: int) -> str:
    """The sentence with its date, as minutes write it."""
    day = clock.add_working_days(clock.calendar(), clock.today(), days)
    return text.replace("{day}", f"{day.year}年{day.month}月{day.day}日")
