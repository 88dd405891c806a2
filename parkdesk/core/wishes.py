"""What a recipient wants to be told, by which channel and when. Pure: values in, values out (domain 13, decisions 15).

No row means the defaults: e-mail at once, text messages for emergencies only, nobody woken between 22:00 and 8:00.
"""

from datetime import datetime, time, timedelta

from parkdesk.core.models import Notice, Wishes
from parkdesk.core.workdays import SHANGHAI

DIGEST_AT = time(17, 0)
FRIDAY = 4
DAY = timedelta(days=1)
Channel = Notice.Channel


def nobodys(key: str) -> Wishes:
    """The wishes of somebody who never said any."""
    return Wishes(recipient=key)


def wants(wishes: Wishes, channel: str, kind: str, *, is_must: bool, is_urgent: bool) -> bool:
    """Whether an event of this kind goes out by this channel. What must come comes on the site and by e-mail.

    Somebody who wants no more messages gets none at all, except on the site.
    """
    if channel == Channel.IN_APP:
        return True
    if wishes.is_stopped:
        return False
    if is_urgent or (is_must and channel == Channel.EMAIL):
        return True
    return channel in wishes.chosen.get(kind, default_of(wishes.recipient))


def default_of(key: str) -> tuple[str, ...]:
    """The channels for those who chose nothing. A reporter without an account left their contact for just this."""
    return (Channel.EMAIL,) if key.startswith("person:") else (Channel.EMAIL, Channel.SMS)


def earliest(
    wishes: Wishes, channel: str, told_at: datetime, now: datetime, *, is_must: bool, is_urgent: bool
) -> datetime:
    """The first moment at which a notice of `told_at` may go out, as seen at `now` (aware datetimes).

    At or before `now` means: now. An emergency waits for nothing, what must come waits for the morning alone. Who
    hands in a need at night without an account wants to see at once that it has arrived: an e-mail wakes nobody.
    """
    if is_urgent:
        return told_at
    ready = max(told_at if is_must else next_digest(wishes, told_at), now)
    wakes_nobody = channel == Channel.EMAIL and not wishes.recipient.startswith("person:")
    return ready if wakes_nobody else end_of_quiet(wishes, ready)


def next_digest(wishes: Wishes, moment: datetime) -> datetime:
    """The first digest at or after `moment`; `moment` itself for those who are told at once."""
    if wishes.rhythm == Wishes.Rhythm.AT_ONCE:
        return moment
    local = moment.astimezone(SHANGHAI)
    at = datetime.combine(local.date(), DIGEST_AT, SHANGHAI)
    at += DAY if at < local else timedelta(0)
    if wishes.rhythm == Wishes.Rhythm.WEEKLY:
        at += DAY * ((FRIDAY - at.weekday()) % 7)
    return at


def tomorrows_digest(wishes: Wishes, moment: datetime) -> datetime:
    """When a digest goes out that would be the second of its day: at tomorrow's hour, outside the quiet hours."""
    tomorrow = moment.astimezone(SHANGHAI).date() + DAY
    return end_of_quiet(wishes, datetime.combine(tomorrow, DIGEST_AT, SHANGHAI))


def end_of_quiet(wishes: Wishes, moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into. Equal hours mean that none are quiet."""
    local, begins, ends = moment.astimezone(SHANGHAI), wishes.quiet_from, wishes.quiet_until
    if begins == ends or not _is_between(local.time(), begins, ends):
        return moment
    day = local.date() if local.time() < ends else local.date() + DAY
    return datetime.combine(day, ends, SHANGHAI)


def _is_between(at: time, begins: time, ends: time) -> bool:
    """Half open; the night goes past midnight."""
    return begins <= at < ends if begins < ends else at >= begins or at < ends
