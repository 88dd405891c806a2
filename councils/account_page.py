"""What the pages of shared accounts show: tables by kind, differences, a small picture, comments, the table to take."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import AccountComment, AccountKind, QuarterAccount
from parkdesk.core.money import figure
from parkdesk.core.names import veiled
from parkdesk.core.spreadsheets import Sheet
from requests_flow.masking import masked

# The picture of a quarter is so wide; bars of all quarters of a page share one scale.
WIDTH = 400


@dataclass(frozen=True)
class Row:
    """One quarter in the list: its figures in yuan, the widths of its two bars."""

    account: QuarterAccount
    income: str
    spending: str
    closing: str
    in_width: int
    out_width: int


def rows(accounts: Iterable[QuarterAccount]) -> list[Row]:
    """Quarters with bars on one scale; the lines are to be read along (`prefetch_related`)."""
    read = [(one, one.income_fen, one.spending_fen) for one in accounts]
    most = max((max(income, spending) for _one, income, spending in read), default=0) or 1
    return [
        Row(
            account=one,
            income=figure(income),
            spending=figure(spending),
            closing=figure(one.opening_fen + income - spending),
            in_width=income * WIDTH // most,
            out_width=spending * WIDTH // most,
        )
        for one, income, spending in read
    ]


def by_kind(account: QuarterAccount, before: QuarterAccount | None) -> list[list[str]]:
    """Kind, yuan, difference to the quarter before in yuan; kinds with nothing in both are left out."""
    now, then = _sums(account), _sums(before) if before else Counter()
    found = [kind for kind in AccountKind if now[kind.value] or then[kind.value]]
    return [
        [str(kind.label), figure(now[kind.value]), _signed(now[kind.value] - then[kind.value]) if before else "–"]
        for kind in found
    ]


def heads() -> list[str]:
    return [pgettext("line of accounts", "Kind"), _("Yuan"), _("Against the quarter before")]


def balance(account: QuarterAccount) -> list[tuple[str, str]]:
    """The arithmetic of a quarter, in yuan."""
    return [
        (_("Opening balance"), figure(account.opening_fen)),
        (_("Income"), f"+{figure(account.income_fen)}"),
        (_("Spending"), f"-{figure(account.spending_fen)}"),
        (_("Closing balance"), figure(account.closing_fen)),
    ]


def lines(written: Iterable[Any]) -> list[list[str]]:
    """Kind, what for, yuan; `written` are pairs or rows of kind, fen, text."""
    return [[str(AccountKind(kind).label), masked(text) or "–", figure(fen)] for kind, fen, text in written]


def line_heads() -> list[str]:
    return [pgettext("line of accounts", "Kind"), pgettext("line of accounts", "What for"), _("Yuan")]


def comments(account: QuarterAccount) -> list[dict[str, Any]]:
    """What people said, without contact data, with the first sign of a name."""
    said: Iterable[AccountComment] = account.comments.select_related("person")
    return [
        {
            "one": one,
            "who": veiled(str(one.person)) if one.person else _("somebody of the park"),
            "text": masked(one.text),
            "answer": masked(one.answer),
        }
        for one in said
    ]


def sheet(account: QuarterAccount) -> Sheet:
    """The lines and the arithmetic as a table to take away, amounts as numbers; no comment, no name."""
    sums = [(_("Opening balance"), account.opening_fen), (_("Closing balance"), account.closing_fen)]
    rows_: list[list[Any]] = [
        *([one.get_kind_display(), masked(one.text), _yuan(one.signed_fen)] for one in account.lines.all()),
        *([label, "", _yuan(fen)] for label, fen in sums),
    ]
    return Sheet(f"{account.council.park} {account.term.spoken}", line_heads(), lambda: rows_)


def _yuan(fen: int) -> Decimal:
    """Yuan with both decimals, as a number that spreadsheets add up."""
    return Decimal(fen).scaleb(-2)


def _sums(account: QuarterAccount) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in account.lines.all():
        found[one.kind] += one.amount_fen
    return found


def _signed(fen: int) -> str:
    return f"+{figure(fen)}" if fen > 0 else figure(fen)
