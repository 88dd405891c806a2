"""Filling a reply template in: a fixed list of places, each under its Chinese and its English name."""

import re
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkdesk.core import clock, words_of_time
from requests_flow.models import Need, ReplyTemplate
from requests_flow.who import who_answers

PLACE = re.compile(r"\{([^{}\n]{0,40})\}")
Filling = Callable[[Need], str]


def _day(moment) -> str:
    return words_of_time.day(moment) if moment else _("the promised day")


# What a place stands for; the Chinese name is what people in the office type.
PLACES: dict[str, tuple[str, Filling]] = {
    "firm": ("企业", lambda need: str(need.enterprise or need.enterprise_name or _("your company"))),
    "reference": ("编号", lambda need: need.reference or ""),
    "title": ("事项", lambda need: need.title),
    "place": ("地点", lambda need: need.place_name),
    "unit": ("单位", lambda need: who_answers(need).unit),
    "person": ("经办人", lambda need: who_answers(need).person),
    "phone": ("电话", lambda need: who_answers(need).landline),
    "date": ("日期", lambda need: words_of_time.day(clock.today())),
    "due": ("时限", lambda need: _day(need.resolve_due_at)),
    "service": ("服务", lambda need: need.service.name if need.service else _("this matter")),
}
BY_NAME: dict[str, Filling] = {
    name: filling for english, (chinese, filling) in PLACES.items() for name in (english, chinese)
}
HINT = gettext_lazy("Places that are filled in: %(places)s.")


def unknown_places(text: str) -> list[str]:
    """The places in a text that nobody can fill in, as they are written; also braces that stand alone."""
    unknown = [f"{{{name}}}" for name in PLACE.findall(text) if name not in BY_NAME]
    return unknown + [brace for brace in "{}" if brace in PLACE.sub("", text)]


def places_in_words(language: str) -> str:
    """The list as people type it: {企业} {编号} … or {firm} {reference} …"""
    is_chinese = language.startswith("zh")
    return " ".join(f"{{{chinese if is_chinese else english}}}" for english, (chinese, _filling) in PLACES.items())


def fill(template: ReplyTemplate, need: Need) -> str:
    """The text for this need, in the language of its reporter. Every known place is filled in."""
    with translation.override(need.language):
        return PLACE.sub(lambda found: BY_NAME[found[1]](need), template.body_for(need))
