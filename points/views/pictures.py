"""The QR code of a voucher: a plain address that any scanner opens, WeChat's too (decisions 45)."""

from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def address_of(request: HttpRequest, code: str) -> str:
    """Where a scanned voucher leads: the till, under the public host, or under the one asked where none is set."""
    with override(settings.LANGUAGE_CODE):  # a shop reads its own language; the shortest address fits all
        path = reverse("points:till_scan", args=[code])
    is_set = urlsplit(settings.PUBLIC_URL).hostname not in OWN_MACHINE
    return f"{settings.PUBLIC_URL}{path}" if is_set else request.build_absolute_uri(path)


def qr_of(address: str) -> str:
    """The code as a data: address, dark on white in every scheme; a quarter of it may be scratched."""
    code = segno.make(address, error="q", micro=False, boost_error=False)
    return code.svg_data_uri(border=1, dark="#14201d", light="#fff")
