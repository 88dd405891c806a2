"""Telling people: an audience and a template for each step, channels, delivery at least once (decisions 15).

A package registers who is told with `@tell(verb)` and how a recipient key leads to an address with `@resolves(prefix)`.
This module is the doorway; words stand in `wording`, wishes in `wishes`, ways out in `channels`, the post in `sending`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from parkdesk.core import channels, clock, hooks, kinds, outbox, robots, wishes
from parkdesk.core.models import Entry, Notice, Wishes
from parkdesk.core.recipients import Address, Recipient, resolves
from parkdesk.core.sending import LEASE, send_due
from parkdesk.core.wording import Message, bring_subjects, read_with, words

__all__ = [
    "LEASE",
    "Address",
    "Message",
    "Recipient",
    "bring_subjects",
    "keep_wishes",
    "read_with",
    "resolves",
    "send_due",
    "tell",
    "tell_everybody",
    "try_again_now",
    "unread",
    "verbs",
    "wishes_of",
    "words",
    "write_notices",
]

Audience = Callable[[Entry], Iterable[Recipient]]
_audiences: dict[str, list[Audience]] = {}


def tell(*verbs: str) -> Callable[[Audience], Audience]:
    """Register an audience for these verbs."""

    def register(audience: Audience) -> Audience:
        for verb in verbs:
            _audiences.setdefault(verb, []).append(audience)
        return audience

    return register


def verbs() -> frozenset[str]:
    """All verbs that tell somebody something."""
    return frozenset(_audiences)


@outbox.follow("*", name="notices")
def tell_everybody(entry: Entry) -> None:
    """People by notices, groups by their robots, other systems by webhooks."""
    write_notices(entry)
    robots.write_lines(entry)
    hooks.write_messages(entry)


def write_notices(entry: Entry) -> None:
    """One row per event, recipient and channel that is wanted; hearing an entry twice adds nothing."""
    recipients = {one.key: one for audience in _audiences.get(entry.verb, ()) for one in audience(entry)}
    if not recipients:
        return
    said = Wishes.objects.in_bulk(list(recipients), field_name="recipient")
    rules = {"is_must": kinds.is_must(entry.verb), "is_urgent": kinds.is_urgent(entry)}
    open_now = channels.open_now()
    rows = [
        row
        for one in recipients.values()
        for row in _rows(entry, one, said.get(one.key) or wishes.nobodys(one.key), rules)
        if row.channel in open_now
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(entry: Entry, recipient: Recipient, wanted: Wishes, rules: dict[str, bool]) -> Iterable[Notice]:
    """The notices of one recipient; what stands on the site is there at once."""
    now, kind = clock.now(), kinds.of(entry.verb).code
    for channel in recipient.channels or _usual(recipient):
        if not wishes.wants(wanted, channel, kind, **rules):
            continue
        is_there = channel == Notice.Channel.IN_APP
        yield Notice(
            entry=entry,
            recipient=recipient.key,
            channel=channel,
            language=recipient.language,
            is_urgent=rules["is_urgent"],
            state=Notice.State.SENT if is_there else Notice.State.WAITING,
            created_at=now,
            due_at=now if is_there else wishes.earliest(wanted, channel, now, now, **rules),
            sent_at=now if is_there else None,
        )


def _usual(recipient: Recipient) -> tuple[str, ...]:
    if recipient.has_account:
        return (Notice.Channel.IN_APP, Notice.Channel.EMAIL, Notice.Channel.SMS)
    return (Notice.Channel.EMAIL,)


def unread(key: str) -> int:
    """How many in-app notices of this recipient are unread."""
    return Notice.objects.filter(recipient=key, channel=Notice.Channel.IN_APP, read_at=None).count()


def try_again_now() -> int:
    """Let failed notices be sent at once instead of after their pause. Returns how many."""
    return Notice.objects.filter(state=Notice.State.FAILED).update(due_at=clock.now())


def wishes_of(key: str) -> Wishes:
    """What this recipient wants; the defaults, unsaved, for somebody who never said anything."""
    return Wishes.objects.filter(recipient=key).first() or wishes.nobodys(key)


def keep_wishes(key: str, **said: Any) -> Wishes:
    """Store what a recipient wants. What waits for them already is looked at anew with the next round of the post."""
    now = clock.now()
    kept, _is_new = Wishes.objects.update_or_create(recipient=key, defaults={**said, "changed_at": now})
    Notice.objects.filter(recipient=key, state=Notice.State.WAITING).update(due_at=now)
    return kept
