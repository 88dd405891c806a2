"""All needs as a table, in the columns of the desk's list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from parkdesk.management.export import write_out
from requests_flow.exporting import COLUMNS, Everything, Table


class Command(BaseCommand):
    help = (
        "Writes all needs to OUT (.xlsx, .csv or .docx), oldest first. Nothing says how a reporter is reached; of what "
        "is personal or protected neither words nor firm leave the house."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path, help="a file name that ends in .xlsx, .csv or .docx")

    def handle(self, *, out: Path, **options: Any) -> None:
        write_out(Table.of(Everything(), COLUMNS).sheet(), out)
        self.stdout.write(str(out))
