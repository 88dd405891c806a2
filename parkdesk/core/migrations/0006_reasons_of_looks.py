"""Why somebody looked at personal data gets a table of its own: the look is append-only, its words can go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_running_the_house")]

    operations = [
        migrations.CreateModel(
            name="LookWords",
            fields=[
                (
                    "look",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="said",
                        serialize=False,
                        to="core.accesslog",
                    ),
                ),
                ("words", models.CharField(max_length=200)),
            ],
            options={"verbose_name": "reason of a look"},
        ),
    ]
