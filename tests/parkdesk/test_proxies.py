"""Whom the house takes a caller for, when proxies stand before it."""

import pytest
from django.http import HttpResponse

from parkdesk.middleware import behind_proxies


@pytest.mark.parametrize(
    ("proxies", "header", "taken_for"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_a_caller_cannot_choose_the_address_under_which_they_count(rf, settings, proxies, header, taken_for):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)
    behind_proxies(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == taken_for
