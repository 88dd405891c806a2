"""Fill the database for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.models import Park
from parkdesk.core import prepare
from parkdesk.management import volume


class Command(BaseCommand):
    help = "Adds needs, and entries of them, straight to the database: for benchmarks, never for an office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--needs", type=int, required=True, metavar="N", help="how many needs to add")
        parser.add_argument("--entries", type=int, default=0, metavar="M", help="how many entries they have together")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["needs"] < 1 or options["entries"] < 0:
            raise CommandError("--needs takes a number above zero, --entries one of zero or above.")
        if not Park.objects.exists():
            raise CommandError("There are no parks yet: import_directory or demo first.")
        tell = self.stdout.write if options["verbosity"] else lambda _: None
        volume.load(options["needs"], options["entries"], tell)
        prepare.analyze()
