"""The row of the catalogue's file that a service was last brought in step with."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("requests_flow", "0002_search_index")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="source_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
