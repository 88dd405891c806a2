"""Checks the trail: finds any edit, deletion, insertion or swap."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parkdesk.core import trail
from parkdesk.core.models import Entry


class Command(BaseCommand):
    help = "Checks every chain of the trail. 0: untouched (erased words are no fault); 1 and the first broken place."

    def handle(self, **options: Any) -> None:
        count = Entry.objects.count()
        self.stdout.write(f"checking {count} entries")
        for finding in trail.verify():
            place = f"{finding.entry}: {finding.reason}"
            if finding.kind == "broken":
                raise CommandError(f"broken {place}")
            self.stdout.write(f"{finding.kind} {place}")
        self.stdout.write(f"untouched: {count} entries")
