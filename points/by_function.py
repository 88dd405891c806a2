"""A posting as one call of PostgreSQL's `points_post` (migration 0003): no roundtrip between its steps."""

from collections.abc import Iterable

from parkdesk.core import prepared
from points.models import Transfer
from points.refusals import Conflict, HoldOver, Overdrawn, Stale
from points.slips import Done, Slip

CALL = "SELECT points_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
REFUSALS = {"conflict": Conflict, "overdrawn": Overdrawn}


def carry_out(slip: Slip) -> Done:
    """Post a slip once. Raises Conflict, HoldOver, Overdrawn or Stale; a refusal leaves the transaction usable."""
    with prepared.cursor() as cursor:
        cursor.execute(CALL, _arguments(slip))
        said, _, pk = cursor.fetchone()[0].partition(" ")
    if said == "posted":
        return Done(slip.transfer(int(pk)), True)
    if said == "repeated":
        return Done(Transfer.objects.get(pk=int(pk)), False)
    if said == "stale":
        raise Stale
    if said == "hold":
        raise HoldOver(slip.hold, "settle")
    raise REFUSALS[said](slip.legs[0][0], "post")


def _arguments(slip: Slip) -> list[str | None]:
    """Everything as text: numbers of different size would be statements of their own to the server."""
    numbered = [leg for leg in slip.in_order if not leg[0].is_hot]
    hot = [leg for leg in slip.in_order if leg[0].is_hot]
    return [
        slip.stamp,
        _array(account.pk for account, _ in numbered),
        _array(amount for _, amount in numbered),
        _array(slip.freed(account) for account, _ in numbered),
        _array(account.pk for account, _ in hot),
        _array(amount for _, amount in hot),
        str(slip.hold.pk) if slip.hold else None,
        str(slip.posted),
        slip.lots,
        slip.today.isoformat(),
        slip.expires_on.isoformat(),
    ]


def _array(numbers: Iterable[int]) -> str:
    """An array of PostgreSQL as it is written: the driver would look at each number for its type."""
    return "{" + ",".join(map(str, numbers)) + "}"
