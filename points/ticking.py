"""What the clock does for points. It only records: what is over, and what may be spent, the pages ask the clock."""

from django.db.models import F, Sum

from parkdesk.core import clock
from parkdesk.core.ticking import every_minute
from points import awards, expiry, folding, holds, posting
from points.models import Account

BATCH = 1000


@every_minute
def let_go_of_what_is_held_too_long() -> int:
    """Holds whose time is over."""
    return holds.expire_due()


@every_minute
def let_points_expire() -> int:
    """Points whose last day is over, and which nothing holds: one transfer a member and day."""
    today = clock.today()
    ripe = Account.objects.filter(lots__remaining__gt=0, lots__expires_on__lt=today)
    ripe = ripe.annotate(over=Sum("lots__remaining"))
    return sum(
        posting.sweep(account, today) is not None for account in ripe.filter(over__gt=F("held")).order_by("pk")[:BATCH]
    )


@every_minute
def number_loose_legs() -> int:
    """The hot accounts' legs get their numbers."""
    return folding.fold()


@every_minute
def post_what_was_on_notice() -> int:
    """Awards above the threshold whose public notice is over."""
    return awards.post_what_was_on_notice()


@every_minute
def warn_of_points_that_end() -> int:
    """The notices 60, 30 and 7 days before."""
    return expiry.warn()
