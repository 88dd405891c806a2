"""Tables written to a file by commands: xlsx, csv or docx by the suffix of its name."""

from pathlib import Path

from django.core.management.base import CommandError

from parkdesk.core.spreadsheets import WRITERS, Sheet


def write_out(sheet: Sheet, out: Path) -> None:
    """Write the table under this name, readable for its owner alone. Raises CommandError for another suffix."""
    kind = out.suffix.removeprefix(".").lower()
    if kind not in WRITERS:
        raise CommandError(f"{out.name}: the suffix must be one of {', '.join(WRITERS)}")
    out.touch(mode=0o600)
    with out.open("wb") as file:
        WRITERS[kind](sheet, file)
