"""Notices in words. They stand in `<app>/notices/<model>.<step>.txt`; the first line is the subject."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from parkdesk.core.models import Entry, Notice
from parkdesk.core.recipients import Address

DIGEST = "core/notices/digest.txt"
_subjects: dict[str, QuerySet] = {}


@dataclass(frozen=True)
class Message:
    """A notice in words."""

    subject: str
    body: str


def read_with(rows: QuerySet) -> None:
    """Register how things of a kind are read when several notices are put into words: with what the words need."""
    _subjects[rows.model._meta.label_lower] = rows


def words(notice: Notice, address: Address | None = None) -> Message:
    """The subject and body of a notice in its language. Raises TemplateDoesNotExist when nobody wrote them."""
    app, model, step = notice.entry.verb.split(".")
    context = {
        "entry": notice.entry,
        "subject": notice.entry.subject,
        "url": link_of(address),
        "site": settings.PUBLIC_URL,
        "name": address.name if address else "",
    }
    with translation.override(notice.language):
        return _message(render_to_string(f"{app}/notices/{model}.{step}.txt", context))


def digest(told: Sequence[Notice], address: Address) -> Message:
    """Several notices to one reader as one message, the oldest first; a single one is as it is.

    Whoever has no account reads how to stop messages.
    """
    with translation.override(told[0].language):
        stop = _("No more messages about it? Stop them on this page.") if address.stop_url else ""
    message = words(told[0], address) if len(told) == 1 else _together(told, address)
    return Message(message.subject, f"{message.body}\n\n{stop}".strip())


def _together(told: Sequence[Notice], address: Address) -> Message:
    plain = Address(address.name)  # one link at the end instead of one in each part
    parts = [words(one, plain) for one in told]
    with translation.override(told[0].language):
        return _message(render_to_string(DIGEST, {"parts": parts, "url": link_of(address)}))


def link_of(address: Address | None) -> str:
    """The absolute address of the page that a recipient is led to; empty when there is none."""
    return f"{settings.PUBLIC_URL}{address.url}" if address and address.url else ""


def _message(text: str) -> Message:
    subject, _, body = text.strip().partition("\n")
    return Message(subject.strip(), body.strip())


def bring_subjects(told: Iterable[Notice]) -> None:
    """Read what these notices are about before `words`: a few queries for each kind, however many there are."""
    bring_subjects_of(one.entry for one in told)


def bring_subjects_of(told: Iterable[Entry]) -> None:
    """The same for entries."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in told:
        by_kind.setdefault(entry.subject_type, []).append(entry)
    for kind, entries in by_kind.items():
        rows = _subjects.get(kind, apps.get_model(kind)._base_manager.all())
        known = rows.in_bulk({entry.subject_id for entry in entries})
        for entry in (entry for entry in entries if entry.subject_id in known):
            entry.subject = known[entry.subject_id]
