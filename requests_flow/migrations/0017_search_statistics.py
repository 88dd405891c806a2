"""PostgreSQL learns more of the words in needs, so that a rare word is looked up in its index at any size.

With 100 as it is, a word that is not among the 1,000 most frequent is believed to stand in 2,400 of 1,000,000 needs; a
list of the newest then read all of them, 25 seconds. 1,000 makes that 140, and the index is used.
"""

from django.db import migrations

STATEMENT = "ALTER INDEX requests_flow_need_search_text_finds ALTER COLUMN 1 SET STATISTICS %d"


def learn(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(STATEMENT % 1000)


def as_before(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(STATEMENT % -1)


class Migration(migrations.Migration):
    dependencies = [("requests_flow", "0016_claims_corrected_papers_reminded")]
    operations = [migrations.RunPython(learn, as_before)]
