"""Telling people: an audience and a template for each step, channels, delivery at least once (decisions 15).

A package registers who is told with `@tell(verb)` and how a recipient key leads to an address with `@resolves(prefix)`.
The words stand in `<app>/notices/<model>.<step>.txt`; the first line is the subject.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from parkdesk.core import clock, outbox
from parkdesk.core.models import Entry, Notice

log = logging.getLogger(__name__)
# A worker that dies with a notice in its hands gives it back after this time.
LEASE = timedelta(minutes=5)
# What a mail server says may name the recipient; a notice never holds an address (decisions 10).
ADDRESSES = re.compile(r"[^\s<>'\"(){}\[\],;]+@[^\s<>'\"(){}\[\],;]+")


@dataclass(frozen=True)
class Address:
    """Where a recipient can be reached now. Never stored with the notice."""

    name: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell: a key such as `person:5` or `need:17`, and the language they read."""

    key: str
    language: str = "zh-hans"

    def resolve(self) -> Address | None:
        """The address behind the key, asked of the package that owns it; None when there is none any more.

        Its links lead to pages in the recipient's language. Raises KeyError for a prefix that nobody registered.
        """
        prefix, _, ref = self.key.partition(":")
        with translation.override(self.language):
            return _resolvers[prefix](ref)


@dataclass(frozen=True)
class Message:
    """A notice in words."""

    subject: str
    body: str


Audience = Callable[[Entry], Iterable[Recipient]]
_audiences: dict[str, list[Audience]] = {}
_resolvers: dict[str, Callable[[str], Address | None]] = {}
_subjects: dict[str, QuerySet] = {}


def tell(*verbs: str) -> Callable[[Audience], Audience]:
    """Register an audience for these verbs."""

    def register(audience: Audience) -> Audience:
        for verb in verbs:
            _audiences.setdefault(verb, []).append(audience)
        return audience

    return register


def resolves(prefix: str) -> Callable[[Callable[[str], Address | None]], Callable[[str], Address | None]]:
    """Register how keys with this prefix lead to an address."""

    def register(resolver: Callable[[str], Address | None]) -> Callable[[str], Address | None]:
        _resolvers[prefix] = resolver
        return resolver

    return register


def read_with(rows: QuerySet) -> None:
    """Register how things of a kind are read when several notices are put into words: with what the words need."""
    _subjects[rows.model._meta.label_lower] = rows


def verbs() -> frozenset[str]:
    """All verbs that tell somebody something."""
    return frozenset(_audiences)


@outbox.follow("*", name="notices")
def write_notices(entry: Entry) -> None:
    """One row per event, recipient and channel; hearing an entry twice adds nothing."""
    recipients = {one.key: one for audience in _audiences.get(entry.verb, ()) for one in audience(entry)}
    now = clock.now()
    rows = [
        Notice(
            entry=entry,
            recipient=one.key,
            channel=channel,
            language=one.language,
            state=Notice.State.SENT if channel == Notice.Channel.IN_APP else Notice.State.WAITING,
            created_at=now,
            due_at=now,
            sent_at=now if channel == Notice.Channel.IN_APP else None,
        )
        for one in recipients.values()
        for channel in _channels(one)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _channels(recipient: Recipient) -> tuple[str, ...]:
    has_account = recipient.key.startswith("person:")
    return (Notice.Channel.IN_APP, Notice.Channel.EMAIL) if has_account else (Notice.Channel.EMAIL,)


def words(notice: Notice, address: Address | None = None) -> Message:
    """The subject and body of a notice in its language. Raises TemplateDoesNotExist when nobody wrote them."""
    app, model, step = notice.entry.verb.split(".")
    context = {
        "entry": notice.entry,
        "subject": notice.entry.subject,
        "url": f"{settings.PUBLIC_URL}{address.url}" if address and address.url else "",
        "site": settings.PUBLIC_URL,
        "name": address.name if address else "",
    }
    with translation.override(notice.language):
        text = render_to_string(f"{app}/notices/{model}.{step}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return Message(subject.strip(), body.strip())


def bring_subjects(told: Iterable[Notice]) -> None:
    """Read what these notices are about before `words`: a few queries for each kind, however many there are."""
    by_kind: dict[str, list[Entry]] = {}
    for one in told:
        by_kind.setdefault(one.entry.subject_type, []).append(one.entry)
    for kind, entries in by_kind.items():
        rows = _subjects.get(kind, apps.get_model(kind)._base_manager.all())
        known = rows.in_bulk({entry.subject_id for entry in entries})
        for entry in (entry for entry in entries if entry.subject_id in known):
            entry.subject = known[entry.subject_id]


def unread(key: str) -> int:
    """How many in-app notices of this recipient are unread."""
    return Notice.objects.filter(recipient=key, channel=Notice.Channel.IN_APP, read_at=None).count()


def try_again_now() -> int:
    """Let failed notices be sent at once instead of after their pause. Returns how many."""
    return Notice.objects.filter(state=Notice.State.FAILED).update(due_at=clock.now())


def send_due(limit: int = 100) -> int:
    """Send what waits. Returns how many were tried."""
    keys = list(_due().values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    mail = get_connection()
    try:
        return sum(_send_one(pk, mail) for pk in keys)
    finally:
        mail.close()


def _due() -> QuerySet[Notice]:
    open_states = [Notice.State.WAITING, Notice.State.FAILED]
    return Notice.objects.filter(state__in=open_states, due_at__lte=clock.now()).order_by("pk")


def _take_in_hand(pk: int) -> Notice | None:
    """The notice, for this worker alone until its lease ends. Mail servers are slow: no transaction waits for them."""
    with transaction.atomic():
        rows = _due().filter(pk=pk)
        notice = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
        if notice is not None:
            notice.tries += 1
            notice.due_at = clock.now() + LEASE
            notice.save(update_fields=["tries", "due_at"])
    return notice


def _send_one(pk: int, mail: BaseEmailBackend) -> int:
    notice = _take_in_hand(pk)
    if notice is None:
        return 0
    try:
        notice.state = _hand_over(notice, mail)
    except Exception as error:  # a provider may fail in any way; the notice is tried again with the same id
        log.warning("notice %s was not sent: %s", notice.pk, type(error).__name__)
        notice.state = Notice.State.FAILED
        notice.error = ADDRESSES.sub("…", f"{type(error).__name__}: {error}")[:2000]
        notice.due_at = clock.now() + outbox.pause(notice.tries)
    else:
        notice.sent_at, notice.error = clock.now() if notice.state == Notice.State.SENT else None, ""
    notice.save(update_fields=["state", "error", "due_at", "sent_at"])
    return 1


def _hand_over(notice: Notice, mail: BaseEmailBackend) -> str:
    """Give one message to the mail server; a recipient without an address is dropped, not failed."""
    address = Recipient(notice.recipient, notice.language).resolve()
    if address is None or not address.email:
        return Notice.State.DROPPED
    message = words(notice, address)
    EmailMessage(
        message.subject,
        message.body,
        to=[address.email],
        headers={"Message-ID": f"<{notice.message_id}@parkdesk>", "Auto-Submitted": "auto-generated"},
        connection=mail,
    ).send()
    return Notice.State.SENT
