"""The catalogue and the news in both languages, and the home page's own words."""

import uuid

from django.db import migrations
from django.utils import timezone

HOMES = {
    "zh-hans": (
        "企业的事情找我办",
        "电梯、电费、签证、税务、试剂通关。说一句，就有编号；每一步由谁办、哪天办完，都写明日期。",
    ),
    "en": (
        "Bring your company's errands to us",
        "Lifts, power bills, visas, taxes, customs. Say it once and get a number; every step names who does it and by when.",
    ),
}
BEFORE = {
    "zh-hans": "园区里的事，从这里说起",
    "en": "Tell us what your park needs",
}
# (model, address, what it is called and says in each language)
SECTIONS = (
    (
        "ServiceIndexPage",
        "services",
        {
            "zh-hans": ("办事", "一扇门，八个窗。写着的天数是我们承诺的工作日，从受理的第二天算起。"),
            "en": ("Services", "One door, eight windows. The days are the working days we promise, counted from the day after acceptance."),
        },
    ),
    (
        "NewsIndexPage",
        "news",
        {
            "zh-hans": ("动态", "园区里新近的事：通知、政策和大家做成的事。"),
            "en": ("News", "What is new in the parks: notices, policies and what was brought about."),
        },
    ),
)


def make(apps, editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    HomePage = apps.get_model("cms.HomePage")
    homes = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    for code, home in homes.items():
        HomePage.objects.filter(pk=home.pk, title=BEFORE[code]).update(title=HOMES[code][0], draft_title=HOMES[code][0])
    for model, slug, words in SECTIONS:
        kind, _ = ContentType.objects.get_or_create(app_label="cms", model=model.lower())
        key = uuid.uuid4()
        for code, (title, lede) in words.items():
            home = homes[code]
            home.numchild += 1
            apps.get_model("cms", model).objects.create(
                title=title, draft_title=title, lede=lede, slug=slug, path=f"{home.path}{home.numchild:04d}", depth=3,
                numchild=0, url_path=f"{home.url_path}{slug}/", content_type=kind, locale=home.locale,
                translation_key=key, live=True, first_published_at=timezone.now(), last_published_at=timezone.now(),
            )  # fmt: skip
            HomePage.objects.filter(pk=home.pk).update(numchild=home.numchild)


def drop(apps, editor):
    HomePage = apps.get_model("cms.HomePage")
    for model, _, words in SECTIONS:
        gone, _ = apps.get_model("cms", model).objects.all().delete()
        for code in words if gone else ():
            home = HomePage.objects.get(locale__language_code=code)
            HomePage.objects.filter(pk=home.pk).update(numchild=home.numchild - 1)
    for code, title in BEFORE.items():
        HomePage.objects.filter(locale__language_code=code).update(title=title, draft_title=title)


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_catalogue"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(make, drop)]
