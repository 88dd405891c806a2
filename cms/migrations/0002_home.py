"""The two home pages and the site that shows them."""

import uuid

from django.db import migrations

HOMES = {
    "zh-hans": (
        "园区里的事，从这里说起",
        "电梯、电费、签证、税务、试剂通关。说一句，就有编号；每一步由谁办、哪天办完，都写明日期。",
    ),
    "en": (
        "Tell us what your park needs",
        "Lifts, power bills, visas, taxes, customs. Say it once and get a number; every step names who does it and by when.",
    ),
}


def make(apps, editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("cms.HomePage")
    Page.objects.filter(path="00010001", depth=2).delete()
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    key = uuid.uuid4()
    for number, (code, (title, lede)) in enumerate(HOMES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        page = HomePage.objects.create(
            title=title, draft_title=title, lede=lede, slug="home" if code == "zh-hans" else f"home-{code}",
            path=f"0001{number:04d}", depth=2, numchild=0, url_path=f"/home{'' if number == 1 else '-' + code}/",
            content_type=kind, locale=locale, translation_key=key, live=True,
        )  # fmt: skip
        if number == 1:
            Site.objects.all().delete()
            Site.objects.create(hostname="localhost", root_page_id=page.pk, is_default_site=True, site_name="parkdesk")
    Page.objects.filter(path="0001").update(numchild=len(HOMES))


def drop(apps, editor):
    apps.get_model("wagtailcore.Site").objects.all().delete()
    apps.get_model("cms.HomePage").objects.all().delete()
    apps.get_model("wagtailcore.Page").objects.filter(path="0001").update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("wagtailcore", "0098_apitoken"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(make, drop)]
