"""A house out of a backup."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parkdesk.core import erased
from parkdesk.management.archive import restoring
from parkdesk.management.archive.opened import Backup, Unfit, opened
from parkdesk.management.archive.packing import dated


class Command(BaseCommand):
    help = (
        "Brings a house back out of a backup, on either database, and compares. Only into an empty house, unless "
        "--replace says otherwise; that first backs up what stands there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", metavar="IN", type=Path, help="a file that `backup` made")
        parser.add_argument("--dry-run", action="store_true", help="only check the archive")
        parser.add_argument(
            "--replace", action="store_true", help="back up this house, then put the archive's in place"
        )
        parser.add_argument(
            "--erased", type=Path, action="append", default=[], metavar="LATER",
            help="a later backup: who was erased by then is erased again; may be repeated",
        )  # fmt: skip

    def handle(self, *, archive: Path, **options: Any) -> None:
        try:
            with opened(archive) as backup:
                backup.check()
                self.stdout.write(f"{archive} is whole, of {backup.manifest['made_at']}")
                if not options["dry_run"]:
                    self._restore(backup, options)
        except Unfit as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"nothing was restored: {error.strerror or error}") from error

    def _restore(self, backup: Backup, options: dict[str, Any]) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        restoring.refuse_other_release(backup)
        later = {key for path in options["erased"] for key in _erased_in(path)}
        if not restoring.is_empty():
            self._put_aside(options["replace"])
            later |= erased.keys()
        done = restoring.bring_back(backup, later)
        self.stdout.write(f"{done['rows']} rows, {done['files']} files; 0 differences")
        self.stdout.write("the trail and the ledger are untouched")
        if done["erased"]:
            self.stdout.write(f"{done['erased']} erasures were done again")
        self.stdout.write("Keep PARKDESK_SECRET_KEY as it was: tracking links and PINs hang on it.")

    def _put_aside(self, may_replace: bool) -> None:
        """What stands here is in a file of its own before anything of it goes."""
        if not may_replace:
            raise CommandError(
                "this house is not empty. Make an empty one (docs/operations.md), or say --replace, "
                "which first backs up what stands here"
            )
        aside = settings.VAR / dated("before-restore")
        call_command("backup", str(aside), stdout=self.stdout)


def _erased_in(path: Path) -> set[erased.Key]:
    with opened(path) as later:
        return {(line["kind"], line["key"]) for line in later.lines("core_erased")}
