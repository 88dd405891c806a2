"""What a visitor sends back into the group chat: how a need stands that they raised, with names left out."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from enterprises.models import Person
from parkdesk.core.words_of_time import day_time
from requests_flow.keepsake import GROUND, HEIGHT, INK, SOFT, WIDTH, Sheet
from requests_flow.masking import masked
from requests_flow.models import Need
from requests_flow.models.queries import NeedQuerySet
from requests_flow.outlook import outlook
from requests_flow.words import Channel

SHOWN = 6


@dataclass(frozen=True)
class Card:
    """Title, where it stands, what is next. No firm, no person, no number to ring."""

    need: Need
    title: str
    stage: str
    next: str

    @property
    def text(self) -> str:
        """What is copied into the chat."""
        said = [f"【{settings.COMMUNITY['desk']}】{self.title}", _("Stands: %(stage)s") % {"stage": self.stage}]
        return "\n".join([*said, *([self.next] if self.next else []), str(self.need.reference)])


def raised_by(person: Person) -> NeedQuerySet:
    """What this person raised on visits and may speak of in a group: nothing personal, nothing protected (5, 6)."""
    needs = Need.objects.on_site(person).filter(reporter=person, channel=Channel.VISIT)
    return needs.select_related("park", "building", "enterprise", "merged_into", "contact").newest_first()


def card_of(need: Need) -> Card:
    """The card of one need, in the running language."""
    look = outlook(need)
    due = _("%(over)s: %(moment)s.") % {"over": look.over, "moment": day_time(look.due)} if look.due else look.over
    return Card(need, without_names(need.title, need), str(need.get_state_display()), due)


def picture_of(card: Card) -> bytes:
    """The card as PNG, in the running language: for a long press in WeChat."""
    sheet = Sheet(Image.new("RGB", (WIDTH, HEIGHT), GROUND))
    sheet.head(str(settings.COMMUNITY["desk"]))
    sheet.words(card.title, 64, INK)
    sheet.rule()
    sheet.pair(_("Stands"), card.stage, size=60)
    sheet.words(card.next, 44, SOFT)
    sheet.rule()
    sheet.line(str(card.need.reference), 40, SOFT)
    return sheet.png()


def without_names(text: str, need: Need) -> str:
    """The text without the firm's names and without personal numbers."""
    contact = getattr(need, "contact", None)
    names = [need.enterprise_name, contact.name if contact else ""]
    if need.enterprise:
        names += [need.enterprise.name, need.enterprise.short_name]
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        text = text.replace(name, "…")
    return masked(text)
