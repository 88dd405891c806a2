"""Print the place codes of a park."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from enterprises.models import Park, PlaceCode
from enterprises.places import ensure_place_codes
from enterprises.posters import poster_sheet
from parkdesk.core import pdf


class Command(BaseCommand):
    help = "Writes a PDF with one A4 poster for each place of a park; places without a code get one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--park", metavar="CODE", required=True, help="the code of the park, for example P01")
        parser.add_argument("--out", metavar="FILE.pdf", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        park = Park.objects.filter(code=options["park"].strip().upper()).first()
        if park is None:
            raise CommandError(f"There is no park {options['park']} in the directory.")
        ensure_place_codes(park)
        codes = PlaceCode.objects.filter(park=park, revoked_at__isnull=True).select_related("park", "building")
        try:
            sheet = poster_sheet(codes.order_by("building__code", "spot"), public_url=settings.PUBLIC_URL)
        except pdf.Missing as missing:
            raise CommandError(str(missing)) from missing
        options["out"].write_bytes(sheet)
        self.stdout.write(f"{options['out']}: {len(codes)}")
