"""The directory as one piece of work: people and places first, then the councils from the same tables."""

from collections.abc import Callable
from pathlib import Path

from councils.directory import seat_representatives
from enterprises.directory.importing import Result, Tables, import_source

PART = "council_reps"


def bring_in(
    source: Path,
    *,
    only: str = "",
    is_atomic: bool = False,
    is_dry_run: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Result:
    """Read a file or folder into the directory and seat the councils. As `import_source`, whose switches these are."""
    switches = {"only": only, "is_atomic": is_atomic, "is_dry_run": is_dry_run, "tell": tell}
    return import_source(source, **switches, then=_seat)


def _seat(tables: Tables, result: Result) -> None:
    if PART in tables:
        seat_representatives(tables[PART], result.reports[PART])
