"""The whole house in one file."""

import signal
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parkdesk.core import pulse
from parkdesk.management.archive.packing import dated, pack


class Command(BaseCommand):
    help = "Writes database and files to one archive with checksums, while the house goes on. Never over another file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="the file to make; in a folder, it is named after the moment")

    def handle(self, *, out: Path, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _stop)
        out = out / dated("parkdesk") if out.is_dir() else out
        if out.exists():
            raise CommandError(f"{out} is there already; a backup never takes the place of another file")
        try:
            pack(out, self.stdout.write)
        except OSError as error:
            raise CommandError(f"no backup was made: {error.strerror or error}") from error
        pulse.beat(pulse.BACKUP)
        self.stdout.write(f"{out} ({out.stat().st_size} bytes)")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """As Ctrl-C does: what was begun goes away."""
    raise SystemExit(1)
