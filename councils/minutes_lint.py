"""What a draft of minutes should not say, where it stands and how it is mended (domain.md 6).

Two kinds: personal data stop the draft from going round; the rest warns. Reads rows, changes nothing.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from councils import wording
from parkdesk.core import clock
from requests_flow.masking import found

# Two deeds in one sentence: a semicolon, or a number of its own before each.
SEVERAL = re.compile(r"[；;]|[（(][二2][）)]|(?:^|\D)2[.、]")


@dataclass(frozen=True)
class Finding:
    """One thing to mend: under which item (0: the head of the minutes), what stands there, how it is mended."""

    order: int
    where: str
    what: str
    how: str


def findings(minutes: Any) -> list[Finding]:
    """Everything that the lint finds in a draft, in the order of the agenda."""
    agreed = [one for item in _items(minutes) for resolution in item.standing for one in _resolution(item, resolution)]
    return [*personal_data(minutes), *agreed]


def personal_data(minutes: Any) -> list[Finding]:
    """Personal data in words that are going to be read by everybody."""
    how = _("Take it out, or keep the whole item out of the public minutes.")
    texts = [(0, minutes.title, [minutes.title, minutes.title_en, minutes.copy_to, minutes.copy_to_en])]
    for item in _items(minutes):
        agreed = [text for one in item.standing for text in (one.text, one.text_en)]
        own = [item.title, item.title_en, item.facts, item.facts_en, item.result_text, item.result_text_en]
        texts.append((item.order, item.title, [*own, *agreed]))
    return [
        Finding(order, where, _("Personal data: %(kind)s") % {"kind": span.kind.label}, how)
        for order, where, words in texts
        for text in words
        for span in found(text)
    ]


def _items(minutes: Any) -> list[Any]:
    """The items that are printed, with what was agreed under each."""
    rows = minutes.meeting.items.filter(is_public=True).prefetch_related("resolutions").order_by("order")
    return list(rows)


def _resolution(item: Any, one: Any) -> list[Finding]:
    """One lead unit is the table's own rule; here: one outcome that can be checked, one date that can be kept."""
    anew = _("Strike it out and write it down anew.")
    what = []
    vague = wording.lint([one.text, one.text_en])
    if vague:
        what.append((vague, anew))
    if SEVERAL.search(one.text):
        what.append(
            (_("More than one outcome in one sentence."), _("Write each down by itself, with its unit and date."))
        )
    if one.due_on <= item.meeting.starts_at.astimezone(clock.SHANGHAI).date():
        what.append((_("The date is not after the meeting."), anew))
    elif not clock.calendar().is_working(one.due_on):
        what.append((_("The date is no working day."), _("Choose the working day before, and write it down anew.")))
    if one.unit in one.supporting.all():
        what.append((_("The unit that leads also supports."), anew))
    return [Finding(item.order, one.text, said, how) for said, how in what]
