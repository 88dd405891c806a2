"""Where the demonstration happens: parks and firms of the project's own directory, place codes, the catalogue."""

import csv
import gzip
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from enterprises.models import Park, PlaceCode
from enterprises.seeds import ensure_landlord_contacts, ensure_units
from parkdesk.core import clock
from parkdesk.demonstration import benches, people
from parkdesk.management.directory import bring_in
from requests_flow.catalogue import import_catalogue

SMALL_PARKS = ("P01", "P02", "P03")
LOBBY = "1楼大堂"
Tell = Callable[[str], None]


def settle(size: str, tell: Tell) -> None:
    """Bring directory, units, catalogue, sign-ins and place codes in step with a size."""
    data = Path(settings.ROOT) / "parkdesk" / "data"
    ensure_units()
    people.lend_names()
    if size == "full":
        bring_in(data / "directory", tell=tell)
    else:
        with tempfile.TemporaryDirectory() as folder:
            _cut(data / "directory", Path(folder))
            bring_in(Path(folder))
    import_catalogue(data / "services.json")
    people.settle()
    benches.settle()
    ensure_landlord_contacts()
    _hang_codes()


def is_settled(size: str) -> bool:
    """Whether the directory holds what a size needs already."""
    return Park.objects.count() >= (len(SMALL_PARKS) if size == "small" else len(SMALL_PARKS) + 1)


def _cut(source: Path, target: Path) -> None:
    """Copy the directory's tables with the rows of the small parks alone."""
    for path in source.glob("*.csv.gz"):
        rows = csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8-sig")))
        with (target / path.name.removesuffix(".gz")).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows.fieldnames or [])
            writer.writeheader()
            writer.writerows(row for row in rows if row.get("park_code", SMALL_PARKS[0]) in SMALL_PARKS)


def _hang_codes() -> None:
    """One code in the lobby of each building, one for each park."""
    known = set(PlaceCode.objects.filter(revoked_at=None).values_list("park_id", "building_id"))
    now = clock.now()
    wanted = [
        (park, building)
        for park in Park.objects.prefetch_related("buildings")
        for building in (None, *park.buildings.all())
    ]
    PlaceCode.objects.bulk_create(
        PlaceCode(park=park, building=building, spot=LOBBY if building else "", created_at=now)
        for park, building in wanted
        if (park.pk, building.pk if building else None) not in known
    )
