"""The post: takes waiting notices in hand, asks what their readers want, sends, and writes down what came of it.

At least once, always with the same id. What goes out as one message (a digest) is settled and stored before it is
sent, so a worker that is killed sends the same message again and no notice is in two.
"""

import logging
import re
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from parkdesk.core import channels, clock, kinds, outbox, wishes
from parkdesk.core.channels.base import Channel, Line, Parcel
from parkdesk.core.models import Notice, Wishes
from parkdesk.core.recipients import Recipient
from parkdesk.core.wording import bring_subjects, digest, link_of

log = logging.getLogger(__name__)
# A worker that dies with a notice in its hands gives it back after this time.
LEASE = timedelta(minutes=5)
# A digest holds at most so many; the rest goes with the next one.
MOST_IN_ONE = 200
# What a provider says may name the recipient; a notice never holds an address (decisions 10).
ADDRESSES = re.compile(r"[^\s<>'\"(){}\[\],;]+@[^\s<>'\"(){}\[\],;]+|\+?(?:86)?1[3-9]\d{9}")
State = Notice.State


def send_due(limit: int = 100) -> int:
    """Send what waits. Returns how many notices were tried."""
    keys = list(_due().values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    with ExitStack() as stack:
        post = _Post(stack)
        tried = sum(post.send(pk) for pk in keys)
    for code in post.worked:
        channels.note(code)
    return tried


def _due() -> QuerySet[Notice]:
    return Notice.objects.filter(state__in=[State.WAITING, State.FAILED], due_at__lte=clock.now()).order_by("pk")


class _Post:
    """One round of the post: lines are opened when the first message needs them, and closed together."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack, self._lines, self._open = stack, dict[str, Line](), channels.open_now()
        self.worked: set[str] = set()

    def send(self, pk: int) -> int:
        """Send the notice with what goes out together with it. Returns how many were tried."""
        told = self._take_in_hand(pk)
        if not told:
            return 0
        channel = channels.by_code(told[0].channel)
        try:
            state = self._hand_over(channel, told)
        except Exception as error:  # a provider may fail in any way; it is tried again with the same id
            log.warning("notice %s was not sent: %s", pk, type(error).__name__)
            why = ADDRESSES.sub("…", f"{type(error).__name__}: {error}")[:2000]
            channels.note(channel.code, why)
            _keep(told, state=State.FAILED, error=why, due_at=clock.now() + outbox.pause(told[0].tries))
        else:
            is_sent = state == State.SENT
            _keep(told, state=state, error="", sent_at=clock.now() if is_sent else None)
            self.worked |= {channel.code} if is_sent else set()
        return len(told)

    def _take_in_hand(self, pk: int) -> list[Notice]:
        """What goes out as one message, for this worker alone until its lease ends; nothing when it is not time.

        Providers are slow: no transaction waits for them.
        """
        with transaction.atomic():
            first = _lock(_due().filter(pk=pk)).select_related("entry").first()
            if first is None or not self._is_ripe(first):
                return []
            told = _together(first)
            parcel = told[0].parcel or told[0].message_id
            _keep(told, parcel=parcel, tries=first.tries + 1, due_at=clock.now() + LEASE)
        return told

    def _is_ripe(self, notice: Notice) -> bool:
        """Ask the reader's wishes as they are now: another time, or not at all any more, is written down."""
        wanted = Wishes.objects.filter(recipient=notice.recipient).first() or wishes.nobodys(notice.recipient)
        verb = notice.entry.verb
        rules = {"is_must": kinds.is_must(verb), "is_urgent": notice.is_urgent}
        is_wanted = wishes.wants(wanted, notice.channel, kinds.of(verb).code, **rules)
        if notice.channel not in self._open or not is_wanted:
            _keep([notice], state=State.OFF)
            return False
        # What was settled as one message before only waits for a provider that works again, and for the morning.
        is_settled = notice.parcel is not None
        rules["is_must"] |= is_settled
        at = wishes.earliest(wanted, notice.channel, notice.created_at, clock.now(), **rules)
        would_go = at <= clock.now() and not is_settled and _is_for_a_digest(notice, wanted)
        if would_go and _was_written_to_today(notice):
            at = wishes.tomorrows_digest(wanted, clock.now())
        if at > clock.now():
            _keep([notice], due_at=at)
            return False
        return True

    def _hand_over(self, channel: Channel, told: list[Notice]) -> str:
        """Give one message to the provider; a recipient without an address is dropped, not failed."""
        address = Recipient(told[0].recipient, told[0].language).resolve()
        if address is None or not channel.reaches(address):
            return State.DROPPED
        bring_subjects(told)
        parcel = Parcel(str(told[0].parcel), address, digest(told, address), link_of(address))
        self._line(channel).send(parcel)
        return State.SENT

    def _line(self, channel: Channel) -> Line:
        if channel.code not in self._lines:
            self._lines[channel.code] = self._stack.enter_context(channel.line())
        return self._lines[channel.code]


def _was_written_to_today(notice: Notice) -> bool:
    """Whether a digest went out today already, a late one of yesterday say, or is still on its way."""
    same = Notice.objects.filter(recipient=notice.recipient, channel=notice.channel, is_urgent=False)
    digests = same.exclude(entry__verb__in=kinds.musts()).exclude(pk=notice.pk)
    is_on_its_way = Q(state__in=[State.WAITING, State.FAILED], parcel__isnull=False)
    return digests.filter(Q(sent_at__gte=clock.at(clock.today(), time.min)) | is_on_its_way).exists()


def _together(first: Notice) -> list[Notice]:
    """The notices of one message: those settled before; for readers of digests, what is ripe by now; else it alone."""
    if first.parcel:
        same = Notice.objects.filter(parcel=first.parcel, channel=first.channel, recipient=first.recipient)
        return list(_lock(same.filter(state__in=[State.WAITING, State.FAILED])).select_related("entry").order_by("pk"))
    wanted = Wishes.objects.filter(recipient=first.recipient).first()
    if wanted is None or not _is_for_a_digest(first, wanted):
        return [first]
    ripe = _due().filter(
        recipient=first.recipient, channel=first.channel, language=first.language, parcel=None, is_urgent=False
    )
    found = list(_lock(ripe).select_related("entry")[:MOST_IN_ONE])
    now = clock.now()
    return [one for one in found if one.pk == first.pk or _is_ready(one, wanted, now)]


def _is_for_a_digest(notice: Notice, wanted: Wishes) -> bool:
    is_calm = not (notice.is_urgent or kinds.is_must(notice.entry.verb))
    return is_calm and wanted.rhythm != Wishes.Rhythm.AT_ONCE


def _is_ready(notice: Notice, wanted: Wishes, now: Any) -> bool:
    is_must = kinds.is_must(notice.entry.verb)
    is_wanted = wishes.wants(wanted, notice.channel, kinds.of(notice.entry.verb).code, is_must=is_must, is_urgent=False)
    return not is_must and is_wanted and wishes.next_digest(wanted, notice.created_at) <= now


def _lock(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)


def _keep(told: Iterable[Notice], **said: Any) -> None:
    """Write the same facts on all of them."""
    rows = list(told)
    for one in rows:
        for name, value in said.items():
            setattr(one, name, value)
    Notice.objects.filter(pk__in=[one.pk for one in rows]).update(**said)
