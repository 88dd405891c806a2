"""The days off and swapped workdays of the notices that are packaged with the project."""

import csv
from pathlib import Path

from django.db import migrations

PACKAGED = Path(__file__).resolve().parent.parent / "data" / "calendar_cn.csv"


def put_in(apps, schema_editor):
    days = apps.get_model("core", "CalendarDay").objects
    with PACKAGED.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            days.get_or_create(date=row["date"], defaults={"kind": row["kind"], "name_zh": row["name_zh"]})


def take_out(apps, schema_editor):
    days = apps.get_model("core", "CalendarDay").objects
    with PACKAGED.open(encoding="utf-8-sig", newline="") as lines:
        days.filter(date__in=[row["date"] for row in csv.DictReader(lines)]).delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(put_in, take_out)]
