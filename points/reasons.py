"""Why each line of a statement came, in words: the rule that gave it, the reward that took it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from points.models import Transfer, Voucher
from points.statement import Line

Code = Transfer.Code


@dataclass(frozen=True)
class Reason:
    """One line as a person reads it: `more` is quieter, `url` the voucher behind it, `hash` seals it and all before."""

    seq: int
    day: date
    why: str
    more: str
    dimension: str
    amount: int
    balance_after: int
    hash: str
    url: str = ""


def explain(lines: Sequence[Line]) -> list[Reason]:
    """The same lines with their reasons; one query for all vouchers behind them."""
    vouchers = _vouchers(line.transfer for line in lines)
    return [_reason(line, vouchers.get(_source(line.transfer))) for line in lines]


def _source(transfer: Transfer) -> int:
    """The transfer that it is about: itself, or the one that it takes back."""
    return transfer.reverses_id or transfer.pk


def _vouchers(transfers: Iterable[Transfer]) -> dict[int, Voucher]:
    keys = {_source(one) for one in transfers if one.code in {Code.REDEEM, Code.REVERSE}}
    if not keys:
        return {}
    found = Voucher.objects.filter(hold__transfer__in=keys).select_related("product", "merchant", "hold")
    return {one.hold.transfer_id: one for one in found}


def _reason(line: Line, voucher: Voucher | None) -> Reason:
    why, more = _words(line, voucher)
    return Reason(
        seq=line.seq,
        day=line.day,
        why=why,
        more=more,
        dimension=line.rule.get_dimension_display() if line.rule and line.rule.dimension else "",
        amount=line.amount,
        balance_after=line.balance_after,
        hash=line.hash,
        url=voucher.get_absolute_url() if voucher else "",
    )


def _words(line: Line, voucher: Voucher | None) -> tuple[str, str]:
    shop = voucher.merchant.display_name if voucher and voucher.merchant else ""
    said = voucher.product.display_name if voucher else line.why
    if line.code == Code.REVERSE:
        return _("Taken back: %(what)s") % {"what": said if voucher or line.rule else line.memo}, shop
    if voucher:
        return _("Reward: %(what)s") % {"what": said}, shop
    return line.why, ""
