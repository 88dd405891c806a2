"""Bring the service catalogue in from its file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from cms.catalogue import publish_all
from enterprises.directory.tables import Unreadable
from requests_flow.catalogue import Result, import_catalogue


class Command(BaseCommand):
    help = (
        "Reads the service catalogue (JSON), publishes its pages and says of each wrong row which field and why. "
        "Repeatable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="for example parkdesk/data/services.json")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--report", metavar="OUT.json", type=Path, help="write the report row by row")
        parser.add_argument("--atomic", action="store_true", help="all or nothing: one wrong row, no change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = import_catalogue(options["file"], is_atomic=options["atomic"], is_dry_run=options["dry_run"])
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["report"]:
            report = {**result.report.as_dict(), "applied": result.is_applied}
            options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        self._say(result)
        if result.is_applied:
            written = publish_all(options["file"])
            self.stdout.write(gettext("pages: %(count)s published") % {"count": written})
        if result.report.wrong:
            raise CommandError(gettext("%(count)s rows cannot be read.") % {"count": result.report.wrong})

    def _say(self, result: Result) -> None:
        for line in result.report.lines:
            for message in line.messages:
                facts = {"row": line.row, "field": message.field, "reason": message.text}
                self.stderr.write(gettext("row %(row)s, %(field)s: %(reason)s") % facts)
        counts = " · ".join(f"{outcome} {count}" for outcome, count in result.report.totals.items() if count)
        self.stdout.write(gettext("services: %(counts)s") % {"counts": counts or "0"})
        if not result.is_applied:
            self.stdout.write(gettext("Nothing was changed."))
