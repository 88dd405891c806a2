"""The posting function takes the transfer's columns from its stamp."""

from django.db import migrations

from points import posting_function


class Migration(migrations.Migration):
    dependencies = [("points", "0002_posting_function")]

    operations = [migrations.RunPython(posting_function.install, posting_function.install)]
