"""PostgreSQL posts in one call (points/posting_function.py)."""

from django.db import migrations

from points import posting_function


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]

    operations = [migrations.RunPython(posting_function.install, posting_function.remove)]
