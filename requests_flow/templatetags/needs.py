"""`{% load needs %}`: texts for those who may not know who reported."""

from django import template

from requests_flow.masking import masked

register = template.Library()
register.filter("masked", masked)
