"""Issued minutes corrected: asked for with a reason, made as the next version by the community leader, or left.

Words alone are corrected: title, copies, guests, what is known of an item and the note on its result. Attendance,
votes and what was agreed are the records' own; a council changes them by agreeing anew.
"""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.meeting_guards import issues_minutes
from councils.minutes import is_untouched
from councils.models import Correction, Minutes, MinutesVersion
from councils.record import digest
from enterprises.models import Person
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.trail import canonical
from requests_flow.masking import found

ITEM_WORDS = ("title", "facts", "note")


@transaction.atomic
def ask(minutes: Minutes, *, passage: str, replacement: str, reason: str, by: Person) -> Correction:
    """Say which words are wrong. Raises NotNow where they do not stand among the words that can be corrected."""
    minutes = advance(minutes, "ask_correction", by=by, passage=passage, replacement=replacement, reason=reason)
    _corrected(minutes, passage, replacement)
    words = {"passage": passage, "replacement": replacement, "reason": reason}
    return Correction.objects.create(minutes=minutes, version=minutes.version, asked_by=by, **words)


@transaction.atomic
def make(minutes: Minutes, *, by: Person) -> Minutes:
    """Make what was asked for: the version that stood is kept as it was, the next one stands with its own checksum."""
    if not issues_minutes(minutes, by):
        raise NotYours(minutes, "supersede")
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    wanted = minutes.corrections.filter(ended_at=None, version=minutes.version).first()
    if wanted is None or not is_untouched(minutes):
        raise NotNow(minutes, "supersede", _("Nobody has asked for a correction of the version that stands."))
    kept = {name: getattr(minutes, name) for name in ("version", "record", "record_sha256", "pdf_sha256")}
    MinutesVersion.objects.create(minutes=minutes, pdf=minutes.pdf.name or "", **kept)
    record = _corrected(minutes, wanted.passage, wanted.replacement)
    version = minutes.version + 1
    record["corrected"] = {"version": version, "day": clock.today(), "reason": wanted.reason}
    text = canonical(record)
    minutes = advance(minutes, "supersede", by=by, version=version, record=text, record_sha256=digest(text))
    _end(wanted, is_made=True)
    return minutes


@transaction.atomic
def leave(minutes: Minutes, *, reason: str, by: Person) -> Minutes:
    """The words stand as they are."""
    minutes = advance(minutes, "leave_as_it_is", by=by, reason=reason)
    _end(minutes.corrections.get(ended_at=None), is_made=False)
    return minutes


@transaction.atomic
def attach_scan(minutes: Minutes, *, pictures: list[str], by: Person) -> Minutes:
    """Put the stamped paper beside the minutes: pictures or PDF (decisions 39)."""
    minutes = advance(minutes, "attach_scan", by=by)
    if not files.claim_drafts(pictures, minutes, step="attach_scan", is_public=False):
        raise NotNow(minutes, "attach_scan", _("Choose a scan, a photo or a PDF."))
    return minutes


def _end(wanted: Correction, *, is_made: bool) -> None:
    wanted.is_made, wanted.ended_at = is_made, clock.now()
    wanted.save(update_fields=["is_made", "ended_at"])


def _corrected(minutes: Minutes, passage: str, replacement: str) -> dict[str, Any]:
    """The record with those words replaced.

    Raises NotNow where they stand nowhere that can be corrected, and for personal data: everybody reads it.
    """
    _refuse_personal_data(minutes, replacement)
    record = json.loads(minutes.record)
    inside = [item[name] for item in record["items"] for name in ITEM_WORDS if name in item]
    places = [record["title"], record["copy_to"], *inside]
    was = canonical(record)
    for place in places:
        place.update({language: text.replace(passage, replacement) for language, text in place.items()})
    record["guests"] = [name.replace(passage, replacement) for name in record["guests"]]
    if canonical(record) == was:
        words = _("These words stand in no title, fact, note or guest. Votes and what was agreed stay.")
        raise NotNow(minutes, "ask_correction", words)
    return record


def _refuse_personal_data(minutes: Minutes, replacement: str) -> None:
    kinds = [str(span.kind.label) for span in found(replacement)]
    if kinds:
        raise NotNow(minutes, "ask_correction", _("Personal data: %(kind)s") % {"kind": ", ".join(kinds)})
