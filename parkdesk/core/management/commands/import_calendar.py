"""`import_calendar FILE`: take in the yearly holiday notice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parkdesk.core.calendar_file import Faulty, load_calendar


class Command(BaseCommand):
    help = "Replace the years in FILE (csv: date, kind, name_zh) by its days off and swapped workdays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = load_calendar(file)
        except (Faulty, OSError) as error:
            raise CommandError(str(error)) from error
        years = ", ".join(str(year) for year in loaded.years)
        self.stdout.write(_("%(days)s days taken in; years: %(years)s.") % {"days": loaded.days, "years": years})
        for day in loaded.gone:
            self.stdout.write(_("%(day)s is no longer special.") % {"day": day.isoformat()})
