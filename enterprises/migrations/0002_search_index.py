"""PostgreSQL's index for searching the directory; SQLite has none."""

from django.db import migrations


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX enterprises_enterprise_search_text_finds ON enterprises_enterprise "
            "USING gin (to_tsvector('simple'::regconfig, search_text))"
        )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS enterprises_enterprise_search_text_finds")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
