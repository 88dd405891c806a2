"""The directory of firms as a table, in columns that `import_directory` reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.listing import sheet
from enterprises.models import Enterprise, Park
from parkdesk.management.export import write_out


class Command(BaseCommand):
    help = (
        "Writes all firms, also those that moved out, to OUT (.xlsx, .csv or .docx). Without contacts: the page of the "
        "directory exports them, with a note of who did."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path, help="a file name that ends in .xlsx, .csv or .docx")
        parser.add_argument("--park", metavar="CODE", default="", help="the firms of one park only")

    def handle(self, *, out: Path, park: str, **options: Any) -> None:
        rows = Enterprise.objects.order_by("park__code", "name", "pk")
        if code := park.strip().upper():
            if not Park.objects.filter(code=code).exists():
                raise CommandError(f"there is no park {code}")
            rows = rows.filter(park__code=code)
        write_out(sheet(rows, has_contacts=False), out)
        self.stdout.write(f"{out}: {rows.count()}")
