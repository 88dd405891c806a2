"""Say what sorting would propose for a text, or for each line of a file."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.utils import OperationalError
from django.utils.translation import gettext as _

from requests_flow.models import SortingModel
from requests_flow.suggestion import versions
from requests_flow.suggestion.answering import Desk
from requests_flow.suggestion.reading import LONGEST_TEXT, Told, Unreadable, read


class Command(BaseCommand):
    help = (
        "Prints what sorting would propose, one JSON object a line: category, tier with its rule, services, related "
        "earlier lines of the same file, personal data in the text. Writes nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT", nargs="?", default="", help="what somebody wrote")
        parser.add_argument("--jsonl", metavar="FILE", help="objects with id, title, text, one a line; - reads them in")

    def handle(self, *, text: str, jsonl: str | None, **options: Any) -> None:
        if bool(text.strip()) == bool(jsonl):
            raise CommandError(_("Give a text, or --jsonl with a file."))
        desk = _desk()
        try:
            for told in _told(text, jsonl):
                self.stdout.write(json.dumps(desk.answer(told), ensure_ascii=False))
        except Unreadable as error:
            raise CommandError(str(error)) from error


def _desk() -> Desk:
    """The model in use; what comes with the package where there is no database yet."""
    try:
        is_there = SortingModel._meta.db_table in connection.introspection.table_names()
    except OperationalError:
        is_there = False
    if not is_there:
        return Desk(versions.packaged())
    known = versions.in_use()
    return Desk(known.model, known.services or None)


def _told(text: str, jsonl: str | None) -> Iterator[Told]:
    if not jsonl:
        if len(text) > LONGEST_TEXT:
            raise Unreadable(_("The text is longer than %(most)s characters.") % {"most": LONGEST_TEXT})
        return iter([Told("", "", text)])
    return read(_lines(jsonl))


def _lines(file: str) -> Iterable[str]:
    try:
        with sys.stdin if file == "-" else Path(file).open(encoding="utf-8-sig") as lines:
            yield from lines
    except OSError as error:
        raise Unreadable(_("%(file)s cannot be read.") % {"file": file}) from error
    except UnicodeDecodeError as error:
        raise Unreadable(_("%(file)s is not text in UTF-8.") % {"file": file}) from error
