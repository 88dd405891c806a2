"""The OpenAPI description: what ninja writes from the types, and what it does not know of the answers."""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI

from requests_flow.api.problems import CONTENT_TYPE

ONCE = "Chosen by the caller: the same key with the same body is stored once in 24 hours, with another body refused."
_TEXT = {"schema": {"type": "string"}}
HEADERS = {
    "401": {"WWW-Authenticate": {**_TEXT, "description": "How to send a key."}},
    "429": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}},
    "201": {"Location": {**_TEXT, "description": "Where the need is followed."}},
}
WORDS = {
    "200": "As asked for.",
    "201": "Stored.",
    "400": "The body is not JSON.",
    "401": "No key, or none that runs today.",
    "403": "The key was not made for this, or devices are switched off.",
    "404": "Not there, or not for this key.",
    "409": "The Idempotency-Key was used for another body.",
    "413": "The body is larger than 1 MB.",
    "415": "The body is not application/json.",
    "422": "Fields do not fit; each is named.",
    "429": "Too many calls in this hour.",
}


class DescribedAPI(NinjaAPI):
    """Says of each refusal what it means, its media type and its headers."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """The description. Every refusal is a problem (RFC 9457)."""
        schema = super().get_openapi_schema(**asked)
        for status, response in _responses(schema):
            response["description"] = WORDS[status]
            if status in HEADERS:
                response["headers"] = HEADERS[status]
            if status >= "400":
                response["content"] = {CONTENT_TYPE: response["content"].pop("application/json")}
        return schema


def _responses(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for operations in schema["paths"].values():
        for operation in operations.values():
            yield from ((str(status), response) for status, response in operation["responses"].items())
