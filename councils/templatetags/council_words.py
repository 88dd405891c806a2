"""`{% load council_words %}`: how templates put words in a row."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from councils.sheet_words import listed

register = template.Library()


@register.filter
def widely_listed(parts: Iterable[str]) -> SafeString:
    """Sentences in a row, parted by the semicolon of the running language."""
    return listed(parts, is_wide=True)
