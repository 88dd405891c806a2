"""A statement: each leg of an account with why it came, newest first, page by page without counting."""

from dataclasses import dataclass
from datetime import date, datetime

from points.models import Account, Leg, RuleVersion, Transfer

PAGE = 25


@dataclass(frozen=True)
class Line:
    """One line of a statement. `rule` is the rule that gave the points, if one did."""

    seq: int
    day: date
    at: datetime
    amount: int
    balance_after: int
    code: str
    memo: str
    hash: str
    transfer: Transfer
    rule: RuleVersion | None

    @property
    def why(self) -> str:
        """In the reader's language: what the rule says, else what kind of posting it is."""
        return self.rule.display_title if self.rule else self.transfer.get_code_display()


@dataclass(frozen=True)
class Page:
    """Some lines, and the number to go on from (None at the end)."""

    lines: tuple[Line, ...]
    cursor: int | None


def lines(account: Account, cursor: int | None = None, *, limit: int = PAGE) -> Page:
    """The lines before `cursor` (a number of this account), newest first; without one, the newest."""
    rows = account.legs.select_related("transfer__rule_version", "transfer__reverses__rule_version").order_by("-seq")
    if cursor is not None:
        rows = rows.filter(seq__lt=cursor)
    found = [_line(leg) for leg in rows[: limit + 1]]
    shown = tuple(found[:limit])
    return Page(shown, shown[-1].seq if len(found) > limit else None)


def _line(leg: Leg) -> Line:
    transfer = leg.transfer
    source = transfer.reverses or transfer
    return Line(
        seq=leg.seq,
        day=transfer.effective_on,
        at=transfer.created_at,
        amount=leg.amount,
        balance_after=leg.balance_after,
        code=transfer.code,
        memo=transfer.memo or source.memo,
        hash=bytes(leg.hash).hex(),
        transfer=transfer,
        rule=source.rule_version,
    )
