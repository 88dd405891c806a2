"""`{% load points %}`: amounts as the park writes them."""

from django import template

from parkdesk.core import names
from points.models.merchants import FEN_A_POINT

register = template.Library()
register.filter("veiled", names.veiled)
FEN_IN_A_YUAN = 100


@register.filter
def yuan(fen: int) -> str:
    """Fen as yuan, with two decimals only where there are any: `128` or `12.50`, thousands parted."""
    whole, rest = divmod(int(fen), FEN_IN_A_YUAN)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


@register.filter
def in_yuan(points: int) -> str:
    """What points come to at a till: ten fen each."""
    return yuan(int(points) * FEN_A_POINT)


@register.filter
def counted(number: int) -> str:
    """A count with its thousands parted: `1,280`."""
    return f"{int(number):,}"


@register.filter
def signed(number: int) -> str:
    """`+10` or `−100`, with the true minus sign."""
    return f"+{number:,}" if number >= 0 else f"−{-number:,}"
