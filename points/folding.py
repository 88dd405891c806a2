"""Numbering the loose legs of the house's hot accounts (decisions 42): postings never wait for each other there."""

from django.db import transaction

from points import by_steps, chain
from points.models import Account, Leg, LooseLeg, Transfer

BATCH = 1000


def fold(limit: int = BATCH) -> int:
    """Give loose legs their numbers, at most `limit` for each account. Returns how many. May run twice at once."""
    waiting = LooseLeg.objects.order_by().values_list("account", flat=True).distinct()
    return sum(_fold(account, limit) for account in sorted(waiting))


@transaction.atomic
def _fold(account_id: int, limit: int) -> int:
    # Postings only need the row to stay (their legs point at it); a plain lock would let them wait for the fold.
    account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
    loose = LooseLeg.objects.filter(account=account).select_related("transfer__reverses").order_by("pk")
    taken = list(loose[:limit])
    legs = [by_steps.append(account, one.transfer, one.amount, stamp=stamp_of(one.transfer)) for one in taken]
    account.save(update_fields=["seq", "balance", "head_hash"])
    Leg.objects.bulk_create(legs)
    LooseLeg.objects.filter(pk__in=[one.pk for one in taken]).delete()
    return len(legs)


def stamp_of(transfer: Transfer) -> str:
    """The stamp of a transfer that stands in the database, from its columns."""
    columns = {name: getattr(transfer, name) for name in chain.STAMPED}
    reverses = str(transfer.reverses.key) if transfer.reverses else ""
    return chain.stamp(columns, request_hash=transfer.request_hash, reverses=reverses)
