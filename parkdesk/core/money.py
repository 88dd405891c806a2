"""Money is counted in fen (1/100 yuan) as whole numbers; nothing is ever rounded (decisions 14)."""

from decimal import Decimal

from django.utils.translation import gettext as _


def fen_of(yuan: Decimal) -> int:
    """The fen of an amount in yuan with at most two decimals. Raises ValueError for a part of a fen."""
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} yuan are no whole fen")
    return int(fen)


def figure(fen: int) -> str:
    """The amount in yuan with both decimals and thousands parted: `12,345.60`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def words(fen: int) -> str:
    """The amount with its unit, in the running language."""
    return _("%(amount)s yuan") % {"amount": figure(fen)}
