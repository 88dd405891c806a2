"""Addresses that leave the page: on paper, in a QR code, in a picture to take along."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def absolute(request: HttpRequest, path: str) -> str:
    """An address to take along: under the public host, or under the one that was asked where none is set."""
    is_set = urlsplit(settings.PUBLIC_URL).hostname not in OWN_MACHINE
    return f"{settings.PUBLIC_URL}{path}" if is_set else request.build_absolute_uri(path)
