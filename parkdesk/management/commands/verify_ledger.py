"""Checks the ledger of points: finds any edit, deletion, insertion or swap."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from points import audit
from points.models import Account, Transfer


class Command(BaseCommand):
    help = "Checks every account and transfer of points. 0: untouched; 1 and the first broken place."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"checking {Transfer.objects.count()} transfers of {Account.objects.count()} accounts")
        for finding in audit.verify():
            raise CommandError(f"broken {finding}")
        self.stdout.write("untouched")
