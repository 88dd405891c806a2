"""A posting as one call of PostgreSQL's `points_post` (migration 0002): no roundtrip between its steps."""

from django.db import connection

from points.models import Transfer
from points.refusals import Conflict, HoldOver, Overdrawn, Stale
from points.slips import Done, Slip

CALL = (
    "SELECT transfer, said FROM points_post(%s::uuid, %s::bytea, %s, %s, %s, %s::bigint, %s::date, %s::timestamptz, "
    "%s::bigint, %s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint, %s::bigint, %s, %s::date, %s::date)"
)
REFUSALS = {"conflict": Conflict, "overdrawn": Overdrawn}


def carry_out(slip: Slip) -> Done:
    """Post a slip once. Raises Conflict, HoldOver, Overdrawn or Stale; a refusal leaves the transaction usable."""
    with connection.cursor() as cursor:
        cursor.execute(CALL, _arguments(slip))
        pk, said = cursor.fetchone()
    if said == "posted":
        return Done(slip.transfer(pk), True)
    if said == "repeated":
        return Done(Transfer.objects.get(pk=pk), False)
    if said == "stale":
        raise Stale
    if said == "hold":
        raise HoldOver(slip.hold, "settle")
    raise REFUSALS[said](slip.legs[0][0], "post")


def _arguments(slip: Slip) -> list[object]:
    columns, legs = slip.columns, slip.in_order
    return [
        slip.key,
        slip.request_hash,
        slip.stamp,
        *(columns[name] for name in ("code", "unit", "rule_version_id", "effective_on", "created_at")),
        *(columns[name] for name in ("actor_id", "actor_kind", "actor_ref", "memo")),
        [account.pk for account, _ in legs],
        [amount for _, amount in legs],
        [slip.freed(account) for account, _ in legs],
        slip.hold.pk if slip.hold else None,
        max(amount for _, amount in legs),
        slip.lots,
        slip.today,
        slip.expires_on,
    ]
