"""The list of minutes in both languages."""

import uuid

from django.db import migrations
from django.utils import timezone

WORDS = {
    "zh-hans": ("纪要", "各园区园治会议定的事：谁牵头、哪天前完成，一条一个日期。"),
    "en": ("Minutes", "What the park councils agreed: who leads and by which day, one date for each item."),
}


def make(apps, editor):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="cms", model="minutesindexpage")
    HomePage, key = apps.get_model("cms.HomePage"), uuid.uuid4()
    for home in HomePage.objects.select_related("locale"):
        title, lede = WORDS[home.locale.language_code]
        apps.get_model("cms.MinutesIndexPage").objects.create(
            title=title, draft_title=title, lede=lede, slug="minutes", path=_free(apps, home), depth=3, numchild=0,
            url_path=f"{home.url_path}minutes/", content_type=kind, locale=home.locale, translation_key=key, live=True,
            first_published_at=timezone.now(), last_published_at=timezone.now(),
        )  # fmt: skip
        HomePage.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def _free(apps, home):
    """The path after the last child of this page."""
    below = apps.get_model("wagtailcore.Page").objects.filter(path__startswith=home.path, depth=3)
    last = below.order_by("path").values_list("path", flat=True).last()
    number = int(last[-4:], 36) + 1 if last else 1
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return home.path + digits.rjust(4, "0")


def drop(apps, editor):
    HomePage = apps.get_model("cms.HomePage")
    apps.get_model("cms.MinutesIndexPage").objects.all().delete()
    for home in HomePage.objects.all():
        HomePage.objects.filter(pk=home.pk).update(numchild=home.numchild - 1)


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_minutes"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(make, drop)]
