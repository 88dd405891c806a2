"""What stands under a list in numbered pages."""

from django.core.paginator import Paginator
from django.utils import translation

from parkdesk.core import paging


def under(number, count=45, **query):
    with translation.override("en"):
        return paging.around(Paginator(range(count), 20).get_page(number), query)


def test_a_page_in_the_middle_says_where_it_is_and_leads_both_ways():
    assert under(2) == {"says": "21–40 of 45", "newer": "?page=1", "older": "?page=3"}


def test_what_was_asked_for_goes_along_and_the_old_number_does_not():
    assert under(1, q="a&b", page="1")["older"] == "?q=a%26b&page=2"


def test_a_list_that_fits_one_page_says_nothing():
    assert not any(under(1, count=20).values())
