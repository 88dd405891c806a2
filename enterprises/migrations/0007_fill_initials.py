"""First letters of the names that stand in the directory already; the usual reading and a second one of some."""

from itertools import islice, product

from django.db import migrations
from pypinyin import Style, lazy_pinyin

SECOND = dict(
    zip(
        "重行乐长朝曾单盛会调传藏弹校厦系车沈仇翟万种合拾蔚柏奇",
        "zc xh ly cz cz zc ds sc hk dt cz cz td xj sx xj cj sc qc zd wm zc hg sj wy bb qj".split(),
        strict=True,
    )
)
MOST = 8


def readings(name):
    name = name.casefold()
    usual = [letter for part in lazy_pinyin(name, style=Style.FIRST_LETTER) for letter in part if letter.isalnum()]
    signs = [sign for sign in name if sign.isalnum()]
    several = [
        sorted({letter, *SECOND.get(sign, "")}, key=lambda one, first=letter: one != first)
        for letter, sign in zip(usual, signs, strict=False)
    ]
    if len(usual) != len(signs) or len(list(islice(product(*several), MOST + 1))) > MOST:
        several = [[letter] for letter in usual]
    return ["".join(one)[:60] for one in product(*several)]


def fill(apps, editor):
    enterprises = apps.get_model("enterprises", "Enterprise").objects.using(editor.connection.alias)
    stale = list(enterprises.filter(initials="").only("pk", "name", "short_name"))
    for one in stale:
        names = filter(None, (one.name, one.short_name))
        one.initials = " ".join(dict.fromkeys(reading for name in names for reading in readings(name)))
    enterprises.bulk_update(stale, ["initials"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [('enterprises', '0006_initials')]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
