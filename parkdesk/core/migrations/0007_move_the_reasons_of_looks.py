"""The reasons of looks move to their own table."""

from django.db import migrations


def move_apart(apps, editor):
    looks, words = apps.get_model("core", "AccessLog"), apps.get_model("core", "LookWords")
    said = looks.objects.exclude(reason="").values_list("pk", "reason")
    words.objects.bulk_create([words(look_id=pk, words=reason) for pk, reason in said], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("core", "0006_reasons_of_looks")]

    operations = [migrations.RunPython(move_apart, migrations.RunPython.noop)]
