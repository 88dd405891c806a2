"""Cards in words: one as a small card, several as one digest, never longer than the platform takes."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parkdesk.core import words_of_time
from parkdesk.core.robots import Card

Told = tuple[str, Card]  # the name of the event, and its card
Fits = Callable[[str, str], bool]


@dataclass(frozen=True)
class Text:
    """A message: a title for the list of chats, a little Markdown, and how many events it holds."""

    title: str
    body: str
    count: int


def say(told: Sequence[Told], fits: Fits, keyword: str = "") -> Text:
    """As many of these events, from the first on, as one message holds; at least one.

    A keyword that the platform asks for stands at the end. Few are told with all that is known of each, many with
    their references alone.
    """
    if len(told) == 1:
        return _with(_card(*told[0]), keyword)
    whole = _with(_digest(told, _rich), keyword)
    if fits(whole.title, whole.body):
        return whole

    def is_too_long(count: int) -> bool:
        text = _with(_digest(told[:count], _lean), keyword)
        return not fits(text.title, text.body)

    count = bisect_right(range(1, len(told) + 1), False, key=is_too_long)
    return _with(_digest(told[: max(count, 1)], _lean), keyword)


def _with(text: Text, keyword: str) -> Text:
    if not keyword or keyword in text.body:
        return text
    return Text(text.title, f"{text.body}\n{keyword}", text.count)


def _card(event: str, card: Card) -> Text:
    about = [part for part in (card.tier, card.park) if part]
    lines = [f"**{event}** {card.reference}", *([f"> {' · '.join(about)}"] if about else [])]
    if card.light or card.due:
        lines.append(f"> {_when(card)}")
    lines.append(_link(pgettext("robot", "Open"), card.url))
    return Text(" · ".join([event, *about[1:]]), "\n".join(lines), 1)


def _when(card: Card) -> str:
    due = _("by %(moment)s") % {"moment": words_of_time.day_time(card.due)} if card.due else ""
    return " · ".join(part for part in (card.light, due) if part)


def _digest(told: Sequence[Told], one: Callable[[Sequence[Card]], str]) -> Text:
    title = ngettext("%(count)s message", "%(count)s messages", len(told)) % {"count": len(told)}
    groups: dict[str, list[Card]] = {}
    for event, card in told:
        groups.setdefault(event, []).append(card)
    parts = [f"**{event} {len(cards)}**\n{one(cards)}" for event, cards in groups.items()]
    return Text(title, "\n".join([f"**{title}**", *parts, _link(_("Open the desk"), "")]), len(told))


def _link(words: str, path: str) -> str:
    return f"[{words}]({settings.PUBLIC_URL}{path})"


def _rich(cards: Sequence[Card]) -> str:
    return "\n".join(" · ".join(filter(None, ["> " + one.reference, one.tier, one.park, _when(one)])) for one in cards)


def _lean(cards: Sequence[Card]) -> str:
    return "> " + " ".join(one.reference for one in cards)
