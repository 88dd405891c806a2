"""One page about the house in plain sentences."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parkdesk import condition
from parkdesk.condition import Finding
from parkdesk.condition.outside import send_mail_to

MARKS = {False: "  ", True: "! "}


class Command(BaseCommand):
    help = "Says how the house is, one plain sentence a line. 0: all is well; 1: what is marked ! needs a hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["zh", "en"], default="zh")
        parser.add_argument("--mail-to", metavar="ADDRESS", help="also send one test mail there")

    def handle(self, *, language: str, mail_to: str | None, **options: Any) -> None:
        with translation.override({"zh": "zh-hans", "en": "en"}[language]):
            findings = _findings(mail_to)
            for one in findings:
                self.stdout.write(f"{MARKS[one.needs_hand]}{one.label}: {one.sentence}")
            needy = sum(one.needs_hand for one in findings)
            self.stdout.write(_summary(needy))
        if needy:
            sys.exit(1)


def _findings(mail_to: str | None) -> list[Finding]:
    try:
        found = [*condition.at_home(), *condition.from_outside()]
    except DatabaseError as error:
        said = _("It does not answer (%(why)s). DATABASE_URL says where it should be.") % {"why": type(error).__name__}
        return [Finding("database", _("Database"), said, True), *condition.from_outside()]
    return [*found, send_mail_to(mail_to)] if mail_to else found


def _summary(needy: int) -> str:
    if not needy:
        return _("All is well.")
    return ngettext("%(count)s thing needs a hand.", "%(count)s things need a hand.", needy) % {"count": needy}
