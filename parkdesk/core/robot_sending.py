"""Robots at work: at most 20 messages in any minute each, what is too much is merged, nothing is lost.

An event becomes a line; the lines that wait become one message, which is stored with its words before it is sent and
sent until the platform has taken it. One message at a time: what comes meanwhile is merged into the next one. All
that is needed to go on stands in the database, so a worker may be killed at any moment.
"""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from parkdesk.core import clock, outbox, robot_words, robots
from parkdesk.core.channels import group_chats
from parkdesk.core.channels.platforms import Platform, Refused, Secrets
from parkdesk.core.models import Robot, RobotLine, RobotMessage
from parkdesk.core.wording import bring_subjects_of

log = logging.getLogger(__name__)
MOST_A_MINUTE, MINUTE = 20, 60.0
# Seconds between two messages: what happens close together is told together, and the minute is never used up at once.
SPACING = 3.0
# Longer than any call; a robot that somebody died with is free again after this.
LEASE = timedelta(minutes=1)
# More than fit into one message anyway.
MOST_LINES = 1000
# A platform that heard us too often listens to nobody for some minutes.
AFTER_TOO_OFTEN = timedelta(minutes=10)
State = RobotMessage.State


class TooSoon(Exception):
    """This robot has used up its minute, or is calling just now."""


def send_due() -> int:
    """Let each robot that has something to tell, and may, tell it. Returns how many calls were made."""
    lines = RobotLine.objects.filter(robot=OuterRef("pk"), message=None)
    unsent = RobotMessage.objects.filter(robot=OuterRef("pk"), due_at__lte=clock.now()).exclude(state=State.SENT)
    ready = Robot.objects.filter(Exists(lines) | Exists(unsent), is_on=True)
    return sum(_send_one(pk) for pk in ready.values_list("pk", flat=True))


def try_out(robot: Robot, title: str, text: str) -> None:
    """Send one message of the administrator's at once. Raises TooSoon, and whatever went wrong with the call."""
    with transaction.atomic():
        held = _lock_free(robot.pk)
        if held is None:
            raise TooSoon
        _hold(held)
    try:
        _call(held, title, text)
    finally:
        _free(held)


def try_again_now(robot: Robot) -> None:
    """Let what failed be sent at once instead of after its pause: somebody has mended the robot."""
    robot.messages.exclude(state=State.SENT).update(due_at=clock.now())


def _send_one(pk: int) -> int:
    taken = _take(pk)
    if taken is None:
        return 0
    robot, message = taken
    try:
        _call(robot, message.title, message.text)
    except Exception as error:  # a platform may fail in any way; the same message is tried again
        log.warning("robot %s: %s", robot.pk, type(error).__name__)
        message.state, message.error = State.FAILED, why(error)
        message.due_at = clock.now() + _pause(robot, message, error)
    else:
        message.state, message.error, message.sent_at = State.SENT, "", clock.now()
    with transaction.atomic():
        message.save(update_fields=["state", "error", "due_at", "sent_at"])
        _free(robot)
    return 1


def why(error: Exception) -> str:
    """What went wrong, short, as `Platform.explain` reads it. Holds no address."""
    if isinstance(error, Refused):
        return str(error)
    return f"{type(error).__name__} {error}"[:300]


def _pause(robot: Robot, message: RobotMessage, error: Exception) -> timedelta:
    is_too_often = isinstance(error, Refused) and error.code in group_chats.of(robot).too_often
    return AFTER_TOO_OFTEN if is_too_often else outbox.pause(message.tries)


def _take(pk: int) -> tuple[Robot, RobotMessage] | None:
    """The robot with its next message, for this worker alone; None when it has none or may not call yet."""
    with transaction.atomic():
        robot = _lock_free(pk)
        if robot is None:
            return None
        message = robot.messages.exclude(state=State.SENT).first() or _compose(robot)
        if message is None or message.due_at > clock.now():
            return None
        _hold(robot)
        message.tries += 1
        message.due_at = clock.now() + LEASE
        message.save(update_fields=["tries", "due_at"])
    return robot, message


def _lock_free(pk: int) -> Robot | None:
    """The robot, locked, when nobody is calling for it and its minute has room."""
    skips = connection.features.has_select_for_update_skip_locked
    robot = Robot.objects.select_for_update(skip_locked=skips).filter(pk=pk).first()
    now = clock.now()
    if robot is None or _is_busy(robot, now) or not may_call(robot.calls, now.timestamp()):
        return None
    return robot


def _hold(robot: Robot) -> None:
    """Write down that it calls: before it does, so that a killed call counts too."""
    now = clock.now()
    robot.busy_until = now + LEASE
    robot.calls = [*robot.calls[1 - MOST_A_MINUTE :], now.timestamp()]
    robot.save(update_fields=["busy_until", "calls"])


def _is_busy(robot: Robot, now: datetime) -> bool:
    return robot.busy_until is not None and now < robot.busy_until <= now + LEASE


def may_call(calls: list[float], now: float) -> bool:
    """Whether one more call keeps to 20 in any 60 seconds, and to the pause after the latest (seconds since 1970).

    Calls that lie ahead are from before the clock was put back.
    """
    recent = [at for at in calls if now - MINUTE <= at <= now + MINUTE]
    return len(recent) < MOST_A_MINUTE and (not recent or now - max(recent) >= SPACING)


def _compose(robot: Robot) -> RobotMessage | None:
    """Make one message of what waits; what no group may hear any more is taken out. The rest waits for the next."""
    lines = list(robot.lines.filter(message=None).select_related("entry").order_by("pk")[:MOST_LINES])
    bring_subjects_of(line.entry for line in lines)
    with translation.override(robot.language):
        cards = [(line, robots.card_of(line.entry)) for line in lines]
        known = [(line, card) for line, card in cards if card is not None]
        RobotLine.objects.filter(pk__in=[line.pk for line, card in cards if card is None]).delete()
        if not known:
            return None
        told = [(robots.label_of(line.entry.verb), card) for line, card in known]
        text = robot_words.say(told, _platform(robot).fits, robot.keyword)
    message = RobotMessage.objects.create(
        robot=robot, title=text.title, text=text.body, created_at=clock.now(), due_at=clock.now()
    )
    RobotLine.objects.filter(pk__in=[line.pk for line, _card in known[: text.count]]).update(message=message)
    return message


def _platform(robot: Robot) -> Platform:
    return group_chats.of(robot)


def _call(robot: Robot, title: str, text: str) -> None:
    """One call; how it ended stands on the robot, and its moment is when it ended: the platform heard it before."""
    try:
        _platform(robot).call(Secrets(robot.url, robot.secret), title, text, clock.now().timestamp())
    except Exception as error:
        robot.failed_at, robot.error = clock.now(), why(error)
        raise
    else:
        robot.succeeded_at, robot.error = clock.now(), ""
    finally:
        robot.calls = [*robot.calls[:-1], clock.now().timestamp()]


def _free(robot: Robot) -> None:
    robot.busy_until = None
    robot.save(update_fields=["busy_until", "calls", "succeeded_at", "failed_at", "error"])
