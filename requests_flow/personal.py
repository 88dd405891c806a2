"""How personal data looks in free text: by shape and context, never by a check digit (decisions 1)."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Personal(TextChoices):
    """What was found."""

    IDENTITY = "identity", _("identity card number")
    CARD = "bank_card", _("bank card number")
    MOBILE = "mobile", _("mobile number")
    LANDLINE = "landline", _("landline number")
    EMAIL = "email", _("e-mail")
    PASSPORT = "passport", _("passport number")
    WECHAT = "wechat", _("WeChat name")
    PLATE = "plate", _("number plate")
    CHILD = "child_name", _("name of a child")


_D = r"[0-9０-９]"
_GAP = r"[ \-－]?"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_END = rf"(?!{_D})"
_NO_WORD = r"[^A-Za-z0-9\n]"
_NAMED = r"(?:的?(?:名字|姓名|大名)(?:是|叫|[:：])|[ ，,]?(?:叫做?|名叫)) ?"
_THEN = r"(?=[，,。；;、！!（(\s]|今年|明年|现在|已经|满|上|[0-9０-９]|$)"
# The named group `it` is the personal part; what stands around it is the context. In order of precedence.
_PATTERNS: tuple[tuple[Personal, int, tuple[str, ...]], ...] = (
    (Personal.EMAIL, re.ASCII, (r"(?P<it>[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+)",)),
    (
        Personal.IDENTITY,
        0,
        (
            rf"(?<!{_D})(?P<it>{_D}{{6}} ?(?:19|20|１９|２０){_D}{{2}}[01０１]{_D}[0-3０-３]{_D} ?",
            rf"{_D}{{3}}[0-9０-９XxＸｘ]){_END}",
        ),
    ),
    (Personal.IDENTITY, 0, (r"(?:身份证|证件)(?:号码?)?[^0-9\n]{0,4}", rf"(?P<it>{_D}{{17}}[0-9０-９XxＸｘ]){_END}")),
    (
        Personal.CARD,
        0,
        (
            rf"(?<!{_D})(?P<it>(?:[45]{_D}|62|６２){_D}{{2}}",
            rf"(?:[ -]?{_D}{{4}}){{2,3}}(?:[ -]?{_D}{{1,4}})?){_END}",
        ),
    ),
    (
        Personal.CARD,
        re.I,
        (
            r"(?:卡号|账号|银行卡|card (?:no\.?|number)|account (?:no\.?|number))[^0-9\n]{0,6}",
            rf"(?P<it>{_D}(?:[ -]?{_D}){{11,20}}){_END}",
        ),
    ),
    (
        Personal.MOBILE,
        0,
        (
            rf"(?<!{_D})(?:(?:\+|00)?86{_GAP})?",
            rf"(?P<it>[1１][3-9３-９](?:{_GAP}{_D}){{9}}){_END}",
        ),
    ),
    (Personal.LANDLINE, 0, (rf"(?<!{_D})(?P<it>0{_D}{{2,3}}[-－ ]{_D}{{7,8}}(?:[-－转]{_D}{{1,5}})?){_END}",)),
    (
        Personal.PASSPORT,
        re.I,
        (
            rf"(?:护照|passport){_NO_WORD}{{0,8}}(?:号码|号|no\.?|number|is)?{_NO_WORD}{{0,4}}",
            r"(?P<it>[A-Za-z]{1,2}[0-9]{6,9})(?![A-Za-z0-9])",
        ),
    ),
    (Personal.PASSPORT, 0, (r"(?<![A-Za-z0-9])(?P<it>[EGKDSPZ][A-HJ-NP-Z]?[0-9]{7,8})(?![A-Za-z0-9])",)),
    (Personal.PLATE, 0, (rf"(?P<it>[{_PROVINCES}][A-Z] ?[·•.\-]? ?[A-Z0-9]{{5,6}}[挂学警港澳]?)(?![A-Za-z0-9])",)),
    (
        Personal.WECHAT,
        re.I | re.ASCII,
        (
            r"(?:微信(?:号)?|wechat(?: id)?|weixin|(?<![A-Za-z])vx|v信)[ :：是为]{0,3}",
            r"(?P<it>[A-Za-z][\w-]{5,19})(?!\w)",
        ),
    ),
    (
        Personal.CHILD,
        0,
        (
            rf"(?:孩子|小孩|娃儿?|儿子|女儿|宝宝|闺女){_NAMED}",
            rf"(?P<it>(?!什么|啥)[\u4e00-\u9fff]{{2,3}}?){_THEN}",
        ),
    ),
    (
        Personal.CHILD,
        0,
        (
            r"(?i:\b(?:(?:son|daughter|child|kid|boy|girl)(?:'s)?(?: name)?|his name|her name)",
            r"(?: is(?: called| named)?|,? (?:named|called),?) )(?P<it>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b",
        ),
    ),
    (
        Personal.CHILD,
        0,
        (r"\b(?i:my|our|his|her) (?i:son|daughter|child|kid|boy|girl),? ", r"(?P<it>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"),
    ),
)
SHAPES = tuple((kind, re.compile("".join(parts), flags)) for kind, flags, parts in _PATTERNS)
