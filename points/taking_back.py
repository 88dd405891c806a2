"""Taking an award back: what is there is taken, what is spent or held for a voucher is nobody's debt (points.md 5)."""

from uuid import UUID

from django.db import transaction

from parkdesk.core.actors import Actor
from parkdesk.core.flow import advance
from points import accounts, caps, holds, posting
from points.models import Account, Award, Transfer
from points.refusals import Overdrawn
from points.slips import key_for, slip_of


@transaction.atomic
def take_back(award: Award, *, by: Actor, reason: str = "") -> Award:
    """Undo an award: what is there is taken, the rest is nobody's debt and stands as unpaid (points.md 5, I-2)."""
    award = Award.objects.locked().select_related("transfer").get(pk=award.pk)
    had = award.state
    award = advance(award, "reverse", by=by, unpaid=_unpaid(award, by, reason), reason=reason)
    if had != Award.State.EXPECTED:
        caps.give_back(award)
    return award


def _unpaid(award: Award, by: Actor, reason: str) -> int:
    """Take the points back out of the ledger; returns how many are not there any more: spent, or held for a voucher."""
    if award.transfer is None:
        return 0
    key = key_for("award taken back", award.pk)
    try:
        posting.reverse(award.transfer, key=key, by=by, reason=reason)
    except Overdrawn:
        return award.points - _take_what_is_there(award, key, by)
    return 0


def _take_what_is_there(award: Award, key: UUID, by: Actor) -> int:
    """Down to zero, and no further (points.md: no debt on people). Returns how many points that were."""
    account = accounts.of_person(award.person)
    holds.tidy(account)
    there = min(Account.objects.select_for_update().get(pk=account.pk).available, award.points)
    if there:
        legs = ((account, -there), (accounts.system(Account.Kind.ISSUANCE), there))
        posting.carry_out(slip_of(award, key=key, legs=legs, code=Transfer.Code.REVERSE, by=by))
    return there
