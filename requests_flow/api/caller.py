"""Who calls: the key of a request, wherever the other system put it, and the language it reads."""

import base64
import binascii

from django.http import HttpRequest
from django.utils import translation

from requests_flow.keys import key_behind
from requests_flow.models import ApiKey


def speak_to(request: HttpRequest) -> None:
    """Machines ask in no address of a language: the cookie says it, then Accept-Language (decisions 19)."""
    translation.activate(translation.get_language_from_request(request))
    request.LANGUAGE_CODE = translation.get_language()


def secret_in(request: HttpRequest) -> str:
    """The secret of the header: `Bearer SECRET`, or `Basic` with the secret as password, whatever the name."""
    scheme, _space, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return said.strip()
    if scheme.lower() == "basic":
        return _password(said.strip())
    return ""


def key_of(request: HttpRequest, secret: str) -> ApiKey:
    """The running key behind a secret. Raises NoKey or TooMany."""
    return key_behind(secret[:200], address=request.META.get("REMOTE_ADDR", ""))


def _password(said: str) -> str:
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
