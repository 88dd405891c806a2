"""Place codes: making them, taking them down, and finding what a scanned one stands for."""

import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext

from enterprises.access import may_keep_places
from enterprises.models import Building, Enterprise, Park, Person, PlaceCode
from parkdesk.core import clock, trail
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow
from parkdesk.core.gone import Gone

MEMORY_SECONDS = 60


class UnknownCode(Http404):
    """Nobody ever made this code."""


@dataclass(frozen=True)
class What:
    """What a code stands for besides its place: whose door, the days of an event."""

    kind: str = PlaceCode.Kind.PLACE
    room: str = ""
    enterprise: Enterprise | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def make_code(
    park: Park, building: Building | None = None, spot: str = "", *, by: Person, what: What = What()
) -> PlaceCode:
    """A new code for a place. Raises NotNow where the place has one already."""
    _may(by)
    live = PlaceCode.objects.filter(park=park, building=building, spot=spot, revoked_at__isnull=True)
    if live.select_for_update().exists():
        raise NotNow(park, "make", gettext("This place has a code already."))
    code = PlaceCode.objects.create(park=park, building=building, spot=spot, created_at=clock.now(), **vars(what))
    _write(code, by, "make")
    return code


@transaction.atomic
def replace_code(code: PlaceCode, *, by: Person) -> PlaceCode:
    """A new code for the same place; whoever scans the old one is led on. Returns the new one."""
    _may(by)
    old = PlaceCode.objects.select_for_update().get(pk=code.pk)
    if old.replaced_by_id:
        raise NotNow(old, "replace", gettext("This code has been replaced already."))
    old.revoked_at = old.revoked_at or clock.now()
    old.save(update_fields=["revoked_at"])
    what = What(old.kind, old.room, old.enterprise, old.starts_on, old.ends_on)
    old.replaced_by = make_code(old.park, old.building, old.spot, by=by, what=what)
    old.save(update_fields=["replaced_by"])
    _write(old, by, "replace", replaced_by=old.replaced_by.code)
    return old.replaced_by


@transaction.atomic
def revoke_code(code: PlaceCode, *, by: Person) -> PlaceCode:
    """The code ends; whoever scans it is told so and shown other ways."""
    _may(by)
    old = PlaceCode.objects.select_for_update().get(pk=code.pk)
    if old.revoked_at:
        raise NotNow(old, "revoke", gettext("This code has been taken down already."))
    old.revoked_at = clock.now()
    old.save(update_fields=["revoked_at"])
    _write(old, by, "revoke")
    return old


@transaction.atomic
def revoke_codes_of(firm: Enterprise, *, by: Actor) -> list[PlaceCode]:
    """The codes at a firm's door come down when it has left; the clock does it, no person is asked."""
    live = list(PlaceCode.objects.select_for_update().filter(enterprise=firm, revoked_at=None))
    for code in live:
        code.revoked_at = clock.now()
        code.save(update_fields=["revoked_at"])
        _write(code, by, "revoke")
    return live


@transaction.atomic
def complete_codes(park: Park, *, by: Person) -> list[PlaceCode]:
    """Codes for all places of a park that have none."""
    _may(by)
    codes = PlaceCode.objects.bulk_create(_wanting([park]))
    for code in codes:
        _write(code, by, "make")
    return codes


def ensure_place_codes(park: Park | None = None) -> int:
    """One code for each building, and for each park without any; of one park or of all. Returns how many were made."""
    parks = Park.objects.all() if park is None else Park.objects.filter(pk=park.pk)
    return len(PlaceCode.objects.bulk_create(_wanting(parks.prefetch_related("buildings"))))


def find_live(text: str) -> PlaceCode:
    """The living code for what stands on a wall, in any case, width or spacing; a replaced one leads on.

    Raises UnknownCode (404) for what never was, Gone (410) for what was taken down.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).upper().split())
    codes = PlaceCode.objects.select_related("park", "building", "enterprise", "replaced_by")
    code = codes.filter(code=folded).first()
    if code is None:
        raise UnknownCode(gettext("There is no code %(code)s.") % {"code": folded[:20]})
    while code.replaced_by_id:
        code = codes.get(pk=code.replaced_by_id)
    if code.revoked_at:
        raise Gone(gettext("The code of %(place)s has been taken down.") % {"place": code.place_name})
    return code


def as_of_late(code: str) -> PlaceCode | None:
    """What this code named at most MEMORY_SECONDS ago, taken down or not, with park and building.

    For handing in: the form was opened through the living code, a poster hardly ever moves, and reading three rows
    anew was a sixth of the time of every submission.
    """
    return _read(code, int(time.monotonic() // MEMORY_SECONDS))


@lru_cache(maxsize=1024)
def _read(code: str, _turn: int) -> PlaceCode | None:
    return PlaceCode.objects.select_related("park", "building", "enterprise").filter(code=code).first()


def _wanting(parks: Iterable[Park]) -> list[PlaceCode]:
    """Unsaved codes for places without a living one; a code at a spot of a building serves the building too."""
    live = PlaceCode.objects.filter(revoked_at__isnull=True, purpose=PlaceCode.Purpose.NEED, kind=PlaceCode.Kind.PLACE)
    taken = set(live.values_list("park_id", "building_id"))
    places = [(park.pk, building) for park in parks for building in _places(park)]
    now = clock.now()
    return [
        PlaceCode(park_id=park, building_id=building, created_at=now)
        for park, building in places
        if (park, building) not in taken
    ]


def _places(park: Park) -> list[int | None]:
    return [building.pk for building in park.buildings.all()] or [None]


def _may(by: Person) -> None:
    if not may_keep_places(by):
        raise PermissionDenied


def _write(code: PlaceCode, by: Actor, verb: str, **facts: Any) -> None:
    line = trail.Line(
        verb=f"enterprises.place_code.{verb}",
        facts={"code": code.code, "place": code.place_name, **facts},
        words={},
        is_public=False,
        park_code=code.park.code,
        at=clock.now(),
    )
    trail.write(code, by, line)
