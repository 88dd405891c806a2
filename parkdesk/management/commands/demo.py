"""Load the demonstration park."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parkdesk.demonstration import loading, signins
from parkdesk.demonstration.marks import Busy
from parkdesk.demonstration.signins import NotHere


class Command(BaseCommand):
    help = "Loads the demonstration park, once; a second run keeps what is there. Only where PARKDESK_DEMO=1."
    requires_system_checks = []  # a second run is quick: it needs no address of any page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=loading.SIZES, default="full", help="small: three parks, for tests")
        parser.add_argument("--again", action="store_true", help="take all needs out and begin with the first day")

    def handle(self, *args: Any, **options: Any) -> None:
        tell = self.stdout.write if options["verbosity"] else lambda _: None
        try:
            is_new = loading.load(options["size"], is_again=options["again"], tell=tell)
        except (NotHere, Busy) as error:
            raise CommandError(str(error)) from error
        if is_new:
            names = ", ".join(one.username for one in signins.SIGN_INS)
            tell(f"Sign-ins: {names}\nPassword: {signins.PASSWORD}")
