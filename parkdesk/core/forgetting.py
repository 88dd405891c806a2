"""What the floor itself remembers of somebody: sessions, wishes, cached pages, messages on the site."""

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction

from parkdesk.core import clock
from parkdesk.core.models import Notice, Wishes

SIGNED_IN_AS = "_auth_user_id"


def forget_recipient(key: str) -> int:
    """Wishes of a recipient go, and what still waits to be told to them. Returns how many messages."""
    Wishes.objects.filter(recipient=key).delete()
    return Notice.objects.filter(recipient=key).exclude(state=Notice.State.SENT).delete()[0]


def end_sessions(person_id: int) -> int:
    """End every session of an account, with what stands in it. Returns how many."""
    theirs = [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SIGNED_IN_AS) == str(person_id)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def forget_ended_sessions() -> int:
    """Sessions whose time is over. Returns how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]


def empty_cache() -> None:
    """Pages and counts that were put by, once what was erased is gone for good; they are made again when asked for."""
    transaction.on_commit(cache.clear)
