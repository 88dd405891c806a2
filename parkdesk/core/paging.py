"""Lists in numbered pages: what stands under them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.translation import gettext as _


def around(page: Page, query: Mapping[str, Any]) -> dict[str, str]:
    """What `parts/_pager.html` shows of a page: `says` ("1–25 of 140") and the addresses of its neighbours.

    `query` is what the address asks besides. All three are empty where everything stands on one page.
    """

    def address(number: int) -> str:
        return "?" + urlencode({**query, "page": number})

    numbers = {"first": page.start_index(), "last": page.end_index(), "total": page.paginator.count}
    return {
        "says": _("%(first)s–%(last)s of %(total)s") % numbers if page.has_other_pages() else "",
        "newer": address(page.previous_page_number()) if page.has_previous() else "",
        "older": address(page.next_page_number()) if page.has_next() else "",
    }
