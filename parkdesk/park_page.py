"""What stands on the page of a park: its houses floor by floor, its people, what is open, what is covered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils import composition
from councils.coverage import as_percent
from councils.models import Case, Council
from enterprises import party_cover
from enterprises.models import Amendment, Appointment, Building, Enterprise, FirmClaim, Park, Person, PlaceCode
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from requests_flow.models import CircularCopy, Incident, Need, Visit
from requests_flow.planning import quarter_of

# More cells in a row than a telephone is wide say nothing any more.
CELLS_AT_MOST = 40


@dataclass(frozen=True)
class Floor:
    """One floor: its firms, how many of its rooms are taken, how many there are (0: nobody counted them)."""

    name: str
    firms: list[Enterprise]
    taken: int
    rooms: int

    @property
    def free(self) -> int:
        return max(0, self.rooms - self.taken)

    @property
    def cells(self) -> list[bool]:
        """One for each room, the taken ones first."""
        row = [True] * self.taken + [False] * self.free
        return row[:CELLS_AT_MOST]


@dataclass(frozen=True)
class House:
    """One building, from its roof to its cellar; `elsewhere` are firms whose floor nobody knows."""

    building: Building
    floors: list[Floor]
    elsewhere: list[Enterprise] = field(default_factory=list)

    @property
    def firms(self) -> int:
        return sum(len(one.firms) for one in self.floors) + len(self.elsewhere)

    @property
    def free(self) -> int:
        return sum(one.free for one in self.floors)

    @property
    def rooms(self) -> int:
        return sum(one.rooms for one in self.floors)


def houses(park: Park) -> tuple[list[House], list[Enterprise]]:
    """The buildings of a park with their firms, and the firms whose building nobody knows. Two queries."""
    here = Enterprise.objects.filter(park=park).exclude(status=Enterprise.Status.MOVED_OUT).order_by("room", "pk")
    by_building: dict[int | None, list[Enterprise]] = defaultdict(list)
    for firm in here.only("name", "short_name", "building", "floor", "room", "park"):
        by_building[firm.building_id].append(firm)
    return [_house(one, by_building[one.pk]) for one in park.buildings.all()], by_building[None]


def _house(building: Building, firms: Iterable[Enterprise]) -> House:
    on: dict[str, list[Enterprise]] = defaultdict(list)
    for firm in firms:
        on[firm.floor.strip().upper()].append(firm)
    above = [str(number) for number in range(building.floors_above, 0, -1)]
    below = [f"B{number}" for number in range(1, building.floors_below + 1)]
    # Nobody lets a cellar by the room.
    floors = [_floor(name, on.pop(name, []), building.rooms_per_floor) for name in above]
    floors += [_floor(name, on.pop(name, []), 0) for name in below]
    return House(building, floors, [firm for rest in on.values() for firm in rest])


def _floor(name: str, firms: list[Enterprise], rooms: int) -> Floor:
    """Several firms may share a room; one without a number has one of its own."""
    taken = len({firm.room or f"?{firm.pk}" for firm in firms})
    return Floor(name, firms, min(taken, rooms) if rooms else taken, rooms)


def people(park: Park) -> dict[str, Any]:
    """Who looks after the park, and which units run it."""
    leaders = Appointment.objects.running(clock.today()).filter(park=park, role=Role.PARK_LEADER)
    units = [(_("Operator"), park.operator), (_("Property manager"), park.property_manager)]
    return {
        "leaders": leaders.select_related("person").order_by("pk"),
        "units": [(label, unit) for label, unit in units if unit],
        "codes": PlaceCode.objects.filter(park=park, revoked_at=None).select_related("building").order_by("pk"),
    }


def tiles(park: Park, person: Person) -> list[dict[str, Any]]:
    """What is open there, each with the list behind it; a leader's figures are those of the own lists."""
    needs = _needs(park, person)
    found = [
        _tile(_("Open needs"), needs.count(), _list_of_needs(park, person)),
        _tile(_("Notices not confirmed"), _copies(park, person), reverse("requests_flow:circulars")),
        _tile(_("Claims to answer"), FirmClaim.objects.to_answer(person).filter(enterprise__park=park).count(),
              reverse("enterprises:claims")),
    ]  # fmt: skip
    return found + (_of_the_desk(park) if person.wears(*DESK) else [])


def _needs(park: Park, person: Person) -> Any:
    if person.wears(*DESK):
        return Need.objects.at_the_desk(person).open().filter(park=park)
    return Need.objects.on_site(person).open().filter(park=park)


def _list_of_needs(park: Park, person: Person) -> str:
    if person.wears(*DESK):
        return f"{reverse('requests_flow:desk')}?tab=open&park={park.code}"
    return reverse("requests_flow:visits")


def _copies(park: Park, person: Person) -> int:
    return CircularCopy.objects.visible_to(person).to_confirm().filter(enterprise__park=park).count()


def _of_the_desk(park: Park) -> list[dict[str, Any]]:
    council = Council.objects.filter(park=park).first()
    cases = Case.objects.filter(council=council, state__in=Case.UNDECIDED).count() if council else 0
    corrections = Amendment.objects.waiting().filter(enterprise__park=park).count()
    return [
        _tile(_("Incidents"), Incident.objects.open().filter(park=park).count(), reverse("requests_flow:incidents")),
        _tile(_("Council cases"), cases, council.get_absolute_url() if council else ""),
        _tile(_("Corrections to decide"), corrections, reverse("enterprises:amendments")),
    ]


def _tile(label: str, number: int, url: str) -> dict[str, Any]:
    return {"label": label, "number": number, "url": url if number else ""}


def coverage(park: Park) -> list[dict[str, Any]]:
    """Firms visited this quarter, and enterprise types with a voice in the council: part and whole."""
    here = Enterprise.objects.filter(park=park).exclude(status=Enterprise.Status.MOVED_OUT)
    made = Visit.objects.standing().filter(park=park, visited_on__gte=quarter_of(clock.today()), enterprise__in=here)
    visited, firms = made.order_by().values("enterprise").distinct().count(), here.count()
    rows = [{"label": _("Firms visited this quarter"), "part": visited, "whole": firms, "url": ""}]
    council = Council.objects.filter(park=park).first()
    if council:
        types = composition.coverage_of(council)
        note = _("%(share)s%% of the types") % {"share": as_percent(types.type_coverage)}
        said = {"label": _("Enterprise types with a voice in the council"), "note": note}
        rows.append(
            said | {"part": types.types_covered, "whole": types.types_present, "url": council.get_absolute_url()}
        )
    return [*rows, *_party(park)]


def _party(park: Park) -> list[dict[str, Any]]:
    """How many of the firms that could have a party organisation have one: two counts, and how many said nothing."""
    found = party_cover.cover(park)
    if not found.eligible:
        return []
    silent = ngettext("%(count)s firm has said nothing yet", "%(count)s firms have said nothing yet", found.silent)
    note = silent % {"count": found.silent} if found.silent else ""
    label = _("Firms with a party organisation, of those with three party members or more")
    return [{"label": label, "part": found.covered, "whole": found.eligible, "url": "", "note": note}]
