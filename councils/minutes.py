"""Minutes as acts: sent round, objected to, approved by silence, countersigned, issued; and as a page.

`html` is the one source of the page and of the PDF: both print the canonical record and nothing else.
"""

import json
from typing import Any

from django.db import transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from councils import adopt
from councils.models import AgendaItem, Countersignature, Meeting, Minutes, Objection, Representative, Resolution
from councils.numbering import next_number
from councils.record import digest, record_of
from councils.sheet import facts, plain, sheet
from enterprises.models import Person
from parkdesk.core import clock, states
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.trail import canonical


def frame(minutes: Minutes, *, by: Actor, title: str, **more: str) -> Minutes:
    """Write what is written by hand: title, its English, who gets a copy."""
    return advance(minutes, "frame", by=by, title=title, **more)


@transaction.atomic
def circulate(minutes: Minutes, *, by: Actor) -> Minutes:
    """Freeze the record and send it to everybody who was there; the window for objections opens.

    Raises NotNow while an item has no result, or says “agreed” without anything agreed.
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    text = record_of(minutes)
    try:
        return advance(minutes, "circulate", by=by, record=text, record_sha256=digest(text))
    except NotNow as refusal:
        raise _naming_the_items(minutes, refusal) from refusal


@transaction.atomic
def object_to(minutes: Minutes, *, passage: str, objection: str, by: Person) -> Objection:
    """Somebody who was there says which passage is wrong. Raises NotNow when the window is over or it is not there."""
    minutes = advance(minutes, "object", by=by, passage=passage, objection=objection)
    if _bare(passage) not in _bare(plain(html(minutes, "zh-hans")) + plain(html(minutes, "en"))):
        raise NotNow(minutes, "object", _("These words do not stand in the minutes. Copy the passage as it stands."))
    return Objection.objects.create(
        minutes=minutes, representative=_seat(minutes, by), passage=passage, objection=objection
    )


@transaction.atomic
def answer(objection: Objection, *, answer: str, is_upheld: bool, by: Actor) -> Minutes:
    """Answer an objection: the text stands, or it is right and the draft is mended and goes round once more."""
    minutes = advance(objection.minutes, "redraft" if is_upheld else "answer", by=by, answer=answer)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at is not None:
        raise NotNow(minutes, "answer", _("This objection has been answered already."))
    objection.answer, objection.is_upheld, objection.answered_at = answer, is_upheld, clock.now()
    objection.save(update_fields=["answer", "is_upheld", "answered_at"])
    return minutes


def approve(minutes: Minutes, *, by: Actor) -> Minutes:
    """The window is over and no objection is open: who did not object in time has agreed."""
    return advance(minutes, "approve", by=by)


@transaction.atomic
def countersign(minutes: Minutes, *, by: Person) -> Minutes:
    """A party signs what went round (会签). The second party's signature makes them ready to be issued.

    Raises NotYours for whoever was not there; NotNow where their party has signed already.
    """
    _refuse_others(minutes, "countersign", by)
    member = _seat(minutes, by)
    minutes = advance(minutes, "countersign", by=by, party=member.party)
    if minutes.countersignatures.filter(party=member.party).exists():
        raise NotNow(minutes, "countersign", _("Your party has signed already; another party has to sign as well."))
    Countersignature.objects.create(
        minutes=minutes, representative=member, party=member.party, signed_sha256=minutes.record_sha256
    )
    if minutes.countersignatures.count() >= minutes.meeting.rule_set.signing_parties:
        minutes = advance(minutes, "sign", by=CLOCK)
    return minutes


@transaction.atomic
def issue(minutes: Minutes, *, by: Person) -> Minutes:
    """Issue them (签发): the next number of the council's year, and what was agreed takes force.

    The record is the one that was countersigned, with number, day and issuer. The PDF is set afterwards
    (`councils.papers`), so that a machine without its libraries still issues.
    """
    _refuse_others(minutes, "issue", by)
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    year, day = clock.today().year, clock.today()
    number = next_number(f"minutes:{minutes.council.park.code}", year)
    text = _stamped(minutes, year=year, number=number, day=day, issuer=str(by))
    stamp = {"year": year, "number": number, "issuer": by, "record": text, "record_sha256": digest(text)}
    minutes = advance(minutes, "issue", by=by, **stamp)
    advance(minutes.meeting, "minute", by=by)
    for resolution in _agreed_in(minutes.meeting):
        adopt.take_force(resolution, by=CLOCK)
    return minutes


def html(minutes: Minutes, language: str) -> SafeString:
    """The document in one language, for the page and the PDF: `<article class="sheet">` with its own `<h1>`.

    A draft shows what the records say now. English words that nobody wrote fall back to the Chinese, marked as such.
    """
    return sheet(_read(minutes), language)


def html_of(record: str, language: str) -> SafeString:
    """The document of a record that stood before."""
    return sheet(json.loads(record), language)


def facts_of(minutes: Minutes) -> dict[str, Any]:
    """What the document prints, in the running language, for papers other than HTML."""
    return facts(_read(minutes))


def _read(minutes: Minutes) -> dict[str, Any]:
    return json.loads(minutes.record or record_of(minutes))


def is_untouched(minutes: Minutes) -> bool:
    """Whether the record is the one whose checksum was written down."""
    return bool(minutes.record) and digest(minutes.record) == minutes.record_sha256


def _naming_the_items(minutes: Minutes, refusal: NotNow) -> NotNow:
    """The same refusal with the titles of the items that hold the minutes up."""
    titles = [item.name_for_all for item in unfinished(minutes.meeting)]
    if not titles:
        return refusal
    return NotNow(minutes, refusal.step, f"{refusal.reason} {'; '.join(titles)}")


def unfinished(meeting: Meeting) -> list[AgendaItem]:
    """Items that hold the minutes up: without a result, or “agreed” with nothing written down."""
    return list((meeting.items.without_result() | meeting.items.without_what_was_agreed()).order_by("order"))


def _stamped(minutes: Minutes, **stamp: Any) -> str:
    """The record that was countersigned, with what is only known when it is issued."""
    if not is_untouched(minutes):
        raise NotNow(minutes, "issue", _("The text is not the one that went round. Send it round once more."))
    return canonical(json.loads(minutes.record) | {"issued": stamp})


def _agreed_in(meeting: Meeting) -> list[Resolution]:
    """What was agreed around the table and waits for the minutes to take force, in the order of the agenda."""
    waiting = Resolution.objects.filter(agenda_item__meeting=meeting, state=Resolution.State.ADOPTED)
    return list(waiting.select_related("council__park").order_by("agenda_item__order", "pk"))


def _seat(minutes: Minutes, person: Person) -> Representative:
    """The seat in which this person attended."""
    rows = minutes.meeting.attendances.present().select_related("representative__seat").order_by("pk")
    # In a joint session some sit for several parks; the seat of the council that leads was called first.
    return rows.filter(representative__person=person)[0].representative


def _refuse_others(minutes: Minutes, step: str, by: Actor) -> None:
    """Ask the permission before what the step needs is looked for (decisions 9)."""
    if not states.find(minutes, step).may(minutes, by):
        raise NotYours(minutes, step)


def _bare(text: str) -> str:
    return "".join(text.split())
