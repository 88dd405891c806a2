"""PostgreSQL's index for searching needs; SQLite has none."""

from django.db import migrations


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX requests_flow_need_search_text_finds ON requests_flow_need "
            "USING gin (to_tsvector('simple'::regconfig, search_text))"
        )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS requests_flow_need_search_text_finds")


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
