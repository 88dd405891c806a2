"""Playing lives: the steps of the needs as happenings on the one timeline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from enterprises.models import Enterprise, Park, PlaceCode, Unit
from parkdesk.demonstration import people, steps, texts
from parkdesk.demonstration.lives import Act, Life
from parkdesk.demonstration.people import Company
from parkdesk.demonstration.signins import BY_NAME
from parkdesk.demonstration.timeline import Happening
from requests_flow.models import Need, Service
from requests_flow.words import LINE_OF_CATEGORY

FROM_A_FIRM = 0.85


@dataclass
class World:
    """Everything that lives happen among, read once."""

    company: Company = field(default_factory=people.gather)
    parks: dict[str, Park] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    firms: dict[str, list[Enterprise]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[int | None, PlaceCode] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "World":
        world = cls()
        world.parks = {park.code: park for park in Park.objects.select_related("operator", "property_manager")}
        world.units = {unit.code: unit for unit in Unit.objects.all()}
        world.services = {service.code: service for service in Service.objects.select_related("window")}
        firms = Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).select_related("park", "building")
        for firm in firms.defer("search_text").order_by("code"):
            world.firms[firm.park.code].append(firm)
        codes = PlaceCode.objects.filter(revoked_at=None, building__isnull=False)
        world.codes = {code.building_id: code for code in codes.order_by("-pk")}
        return world

    def stage(self, life: Life) -> steps.Stage:
        park, service = self.parks[life.park], self.services.get(life.told.service)
        firm = self._firm(life)
        building = firm.building_id if firm else None
        return steps.Stage(
            life=life,
            company=self.company,
            park=park,
            unit=self._unit(life, park, service),
            firm=firm,
            code=self.codes.get(building),
            service=service,
            others=self.needs,
        )

    def _firm(self, life: Life) -> Enterprise | None:
        firms = self.firms[life.park]
        if life.reporter:
            return next(firm for firm in firms if firm.code == BY_NAME[life.reporter].firm)
        dice = texts.dice(f"{life.told.key} firm")
        return dice.choice(firms) if firms and dice.random() < FROM_A_FIRM else None

    def _unit(self, life: Life, park: Park, service: Service | None) -> Unit | None:
        line = self.units["LINE-" + str(LINE_OF_CATEGORY[life.told.category]).upper().replace("_", "-")]
        named = {
            "operator": park.operator,
            "property": park.property_manager,
            "window": service.window if service else None,
        }
        return self.units.get(life.unit) or named.get(life.unit) or line


class _Living:
    """A need on its way through its life."""

    def __init__(self, world: World, life: Life) -> None:
        self.world, self.life = world, life

    def begin(self) -> None:
        self.stage = self.world.stage(self.life)
        self.need = steps.submit(self.stage, self.life.acts[0].facts.get("pictures"))
        self.world.needs[self.life.told.key] = self.need

    def go_on(self, act: Act) -> None:
        self.need = steps.take(self.stage, self.need, act.step, act.facts)


def happenings(world: World, lives: Sequence[Life]) -> Iterator[Happening]:
    """Every step of every life at its moment; `world.needs` fills as the timeline runs."""
    for life in sorted(lives, key=lambda one: one.acts[0].at):
        living = _Living(world, life)
        first, *rest = life.acts
        yield Happening(first.at, living.begin)
        for act in rest:
            yield Happening(act.at, partial(living.go_on, act))
