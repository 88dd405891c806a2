"""`{% load needs %}`: texts for those who may not know who reported."""

from django import template

from parkdesk.core import money
from parkdesk.core.models import Entry
from requests_flow.masking import masked
from requests_flow.models.escalation import Mark

register = template.Library()
register.filter("masked", masked)
register.filter("in_yuan", money.words)


@register.filter
def mark_words(entry: Entry) -> str:
    """Which mark of the overdue path an entry tells of."""
    return str(Mark(entry.facts["mark"]).label)
