"""The QR code of a voucher: a plain address that any scanner opens, WeChat's too (decisions 45)."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from parkdesk.core import addresses, qr


def qr_of(request: HttpRequest, code: str) -> str:
    """Leads to the till, as a data: address."""
    with override(settings.LANGUAGE_CODE):  # a shop reads its own language; the shortest address fits all
        path = reverse("points:till_scan", args=[code])
    return qr.data_uri(addresses.absolute(request, path))
