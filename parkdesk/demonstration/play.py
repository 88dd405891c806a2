"""Playing lives: each step at its own moment, each entry heard at once, as in a house that is awake."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from enterprises.models import Enterprise, Park, PlaceCode, Unit
from parkdesk.core import outbox, shift
from parkdesk.core.models import Delivery, Entry
from parkdesk.demonstration import people, steps, texts
from parkdesk.demonstration.lives import Life
from parkdesk.demonstration.people import Company
from parkdesk.demonstration.signins import BY_NAME
from requests_flow.models import Need, Service
from requests_flow.words import LINE_OF_CATEGORY

# Needs that are written in one transaction: a need is there with its whole life or not at all.
TOGETHER = 20
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


def play(lives: Sequence[Life], tell: Callable[[int], None]) -> None:
    """Play all lives, the oldest need first; `tell` hears how many are done."""
    world, ordered = World.read(), sorted(lives, key=lambda life: life.acts[0].at)
    for begin in range(0, len(ordered), TOGETHER):
        with transaction.atomic():
            played = [_live(world, life) for life in ordered[begin : begin + TOGETHER]]
            heard = Entry.objects.filter(
                subject_type=Need._meta.label_lower, subject_id__in=[need.pk for need in played]
            )
            Delivery.objects.filter(entry__in=heard).update(state=Delivery.State.DONE, tries=1)
        tell(min(begin + TOGETHER, len(ordered)))


def _live(world: World, life: Life) -> Need:
    stage, heard = world.stage(life), 0
    first, *rest = life.acts
    with shift.at(first.at):
        need = steps.submit(stage, first.facts.get("pictures"))
        heard = _hear(need, heard)
    for act in rest:
        with shift.at(act.at):
            need = steps.take(stage, need, act.step, act.facts)
            heard = _hear(need, heard)
    world.needs[life.told.key] = need
    return need


def _hear(need: Need, after: int) -> int:
    """Let every listener hear the entries after this one, without the queue. Returns the last one's number."""
    for entry in Entry.objects.about(need).filter(seq__gt=after):
        for listener in outbox.listeners():
            if listener.follows(entry.verb):
                listener.hear(entry)
        after = entry.seq
    return after
