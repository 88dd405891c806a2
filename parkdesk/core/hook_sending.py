"""Webhooks at work: each message is sent until it arrives, for three days; then the webhook is switched off.

All that is needed to go on stands in the database: a message that a killed worker held is free again after a minute,
and a repeat bears the same id. One webhook that does not answer holds up no other.
"""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from parkdesk.core import clock, outbox
from parkdesk.core.actors import CLOCK
from parkdesk.core.channels import hook_line
from parkdesk.core.channels.outward import NotAllowed, Unreachable
from parkdesk.core.flow import record
from parkdesk.core.models import Hook, HookMessage

log = logging.getLogger(__name__)
State = HookMessage.State
OPEN = (State.WAITING, State.FAILED)
LEASE = timedelta(minutes=1)
LONGEST = timedelta(days=3)
AT_A_TIME = 20


def send_due() -> int:
    """Send what is due, the oldest first; a webhook that fails is not asked again in this round. Returns the calls."""
    failed: set[int] = set()
    calls = 0
    for pk, hook in list(_due().values_list("pk", "hook_id")[:AT_A_TIME]):
        if hook in failed:
            continue
        message = _take(pk)
        if message is not None:
            calls += 1
            if not send(message):
                failed.add(hook)
    return calls


def _due() -> QuerySet[HookMessage]:
    due = HookMessage.objects.filter(state__in=OPEN, due_at__lte=clock.now(), hook__is_on=True)
    return due.order_by("due_at", "pk")


def _take(pk: int) -> HookMessage | None:
    """The message for this worker alone, or None when another has it."""
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        due = HookMessage.objects.select_for_update(skip_locked=skips, of=("self",) if skips else ())
        message = due.select_related("hook").filter(pk=pk, state__in=OPEN, due_at__lte=clock.now()).first()
        if message is None:
            return None
        message.tries += 1
        message.due_at = clock.now() + LEASE
        message.save(update_fields=["tries", "due_at"])
        return message


def send(message: HookMessage) -> bool:
    """One call, and how it ended. Returns whether it arrived."""
    try:
        hook_line.post(message)
    except (NotAllowed, Unreachable) as error:
        _note_failure(message, error)
        return False
    message.state, message.error, message.sent_at = State.SENT, "", clock.now()
    message.save(update_fields=["state", "error", "sent_at"])
    Hook.objects.filter(pk=message.hook_id).update(failing_since=None)
    return True


@transaction.atomic
def _note_failure(message: HookMessage, error: Exception) -> None:
    now = clock.now()
    log.warning("webhook %s: %s", message.hook_id, error)
    message.state, message.error = State.FAILED, str(error)[:200]
    message.due_at = now + outbox.pause(message.tries)
    message.save(update_fields=["state", "error", "due_at"])
    hook = Hook.objects.select_for_update().get(pk=message.hook_id)
    hook.failing_since = hook.failing_since or now
    hook.save(update_fields=["failing_since"])
    if hook.is_on and (now - hook.failing_since >= LONGEST or isinstance(error, hook_line.Gone)):
        _give_up(hook)


def _give_up(hook: Hook) -> None:
    """Nothing arrived for three days: it is switched off, and whoever keeps webhooks is told."""
    hook.is_on, hook.was_given_up = False, True
    hook.save(update_fields=["is_on", "was_given_up"])
    hook.messages.filter(state__in=OPEN).update(state=State.GIVEN_UP)
    record(hook, "give_up", by=CLOCK, facts={"name": hook.name})


def switch_on(hook: Hook) -> None:
    """From now on it is told again; what happened meanwhile can be sent again from its page."""
    hook.is_on, hook.was_given_up, hook.failing_since, hook.since = True, False, None, clock.now()
    hook.save(update_fields=["is_on", "was_given_up", "failing_since", "since"])


def switch_off(hook: Hook) -> None:
    hook.is_on = False
    hook.save(update_fields=["is_on"])


def send_again(message: HookMessage) -> None:
    """Word for word the same under the same id: whoever has it already knows that."""
    message.state, message.tries, message.due_at, message.error = State.WAITING, 0, clock.now(), ""
    message.save(update_fields=["state", "tries", "due_at", "error"])
