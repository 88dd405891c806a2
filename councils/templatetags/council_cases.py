"""`{% load council_cases %}`: what templates say about votes."""

from django import template

from councils.ballots import count
from councils.models import Round

register = template.Library()


@register.filter
def arithmetic(round_: Round) -> str:
    """The arithmetic of a vote in one sentence of the running language."""
    return count(round_).sentence()
