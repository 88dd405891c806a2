"""The log keeps who looked, at what, when. Going back, reasons stay in their own table (the log refuses changes)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_move_the_reasons_of_looks")]

    operations = [
        migrations.RemoveField(model_name="accesslog", name="reason"),
    ]
