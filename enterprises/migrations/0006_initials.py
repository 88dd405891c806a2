from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('enterprises', '0005_moved_in')]
    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="initials",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
