"""One press, one record: however often the button is pressed or the phone retries (quality 5)."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction

from parkdesk.core import clock
from parkdesk.core.models import Claim

KEPT = timedelta(hours=24)
LONGEST_KEY = 64


def new_key() -> str:
    """A key for a hidden field of a form."""
    return uuid.uuid4().hex


def once(scope: str, key: str, work: Callable[[], str]) -> tuple[str, bool]:
    """Do `work` once per scope and key, in one transaction with the claim; answer repeats with the first result.

    `work` returns a reference of at most 100 characters. Returns (reference, whether it was done just now).
    When `work` raises, the claim falls with it and a later press tries again. An empty key never repeats.
    """
    key = _short(key) or new_key()
    claim = Claim(scope=scope, key=key, at=clock.now(), result="")
    try:
        with transaction.atomic():
            with transaction.atomic():
                claim.save(force_insert=True)
            result = work()
            if result != claim.result:
                Claim.objects.filter(pk=claim.pk).update(result=result)
            return result, True
    except IntegrityError:
        first = Claim.objects.filter(scope=scope, key=key).first()
        if first is None:
            raise
        return first.result, False


def _short(key: str) -> str:
    """The key as the column holds it; one that no form of ours made may be longer, and stays the same key."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def forget_old() -> int:
    """Drop claims older than a day. Returns how many."""
    return Claim.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
