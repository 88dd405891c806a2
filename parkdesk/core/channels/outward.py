"""Calls to other people's machines: only to named hosts, without redirects, with a short patience."""

import json
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

TIMEOUT = 5  # seconds for each of connecting and reading: a worker has others to serve
LONGEST_ANSWER = 64 * 1024


class NotAllowed(Exception):
    """This address is none that the house may call."""


class Unreachable(Exception):
    """No answer, or none that says it was taken. The words name no address: those hold secrets."""


class _Stay(request.HTTPRedirectHandler):
    """A redirect leads where nobody looked: it counts as an answer that is none."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def is_allowed(url: str, hosts: frozenset[str], origins: tuple[str, ...]) -> bool:
    """Whether `url` is https on its usual port of one of these hosts, or begins at one of the origins set by hand."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if f"{parts.scheme}://{parts.netloc}" in origins:
        return True
    return parts.scheme == "https" and port in {None, 443} and parts.hostname in hosts


def post_json(url: str, body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """POST a JSON body; returns the JSON answer, {} when there is none. The caller has asked `is_allowed`.

    Raises Unreachable for no answer, a redirect, a status of 400 and above, or an answer that is no JSON object.
    """
    said = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "parkdesk"} | (headers or {})
    call = request.Request(url, data=body, headers=said, method="POST")  # noqa: S310  (asked `is_allowed`)
    try:
        with request.build_opener(_Stay).open(call, timeout=TIMEOUT) as answer:
            return _read(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        raise Unreachable(f"HTTP {error.code}") from None
    except URLError as error:
        raise Unreachable(type(error.reason).__name__) from None
    except OSError as error:
        raise Unreachable(type(error).__name__) from None


def _read(text: bytes) -> dict[str, Any]:
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        raise Unreachable("the answer is no JSON") from None
    if not isinstance(found, dict):
        raise Unreachable("the answer is no JSON object")
    return found
