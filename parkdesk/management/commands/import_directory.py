"""Bring the directory in from a spreadsheet, a workbook or a folder of tables."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from enterprises.directory.importing import Result
from enterprises.directory.report import ERROR, Line
from enterprises.directory.tables import Unreadable
from parkdesk.management.directory import bring_in


class Command(BaseCommand):
    help = (
        "Reads enterprises from one xlsx or csv, or the parts parks, buildings, enterprises, park_leaders, "
        "council_reps and community_staff from a folder or workbook; the representatives take their seats in the "
        "councils. Says what became of every row. Repeatable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", type=Path, help="an .xlsx, a .csv, or a folder")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--report", metavar="OUT.json", type=Path, help="write the report row by row")
        parser.add_argument("--park", metavar="CODE", default="", help="one park only; fills it in where it is missing")
        parser.add_argument("--atomic", action="store_true", help="all or nothing: one wrong row, no change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = bring_in(
                options["source"],
                only=options["park"].strip().upper(),
                is_atomic=options["atomic"],
                is_dry_run=options["dry_run"],
                tell=self.stdout.write if options["verbosity"] else lambda _: None,
            )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["report"]:
            self._write_report(options["report"], result)
        self._say(result)
        if options["atomic"] and result.wrong:
            reason = gettext("Nothing was changed. Rows that are wrong or need a person: %(count)s.")
            raise CommandError(reason % {"count": result.wrong})

    def _write_report(self, path: Path, result: Result) -> None:
        # It holds telephone numbers: for its owner alone.
        path.touch(mode=0o600)
        path.write_text(json.dumps(result.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")

    def _say(self, result: Result) -> None:
        for part, report in result.reports.items():
            for line in report.lines:
                if line.outcome == ERROR:
                    self._say_why(part, line)
            counts = " · ".join(f"{outcome} {count}" for outcome, count in report.totals.items() if count)
            self.stdout.write(f"{part}: {counts or '0'}")
        if not result.is_applied:
            self.stdout.write(gettext("Nothing was changed."))

    def _say_why(self, part: str, line: Line) -> None:
        for message in line.messages:
            facts = {"row": line.row, "field": message.field, "reason": message.text}
            self.stderr.write(f"{part}: " + gettext("row %(row)s, %(field)s: %(reason)s") % facts)
