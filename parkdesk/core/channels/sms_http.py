"""A provider of text messages over HTTP, for any gateway that takes a signed POST (docs/settings.md).

    POST PARKDESK_SMS_URL
    webhook-id: 6f1c…             the same when a message is repeated: the gateway sends it once
    webhook-timestamp: 1795478400
    webhook-signature: v1,BASE64(HMAC-SHA256(key, "id.timestamp.body"))

    {"id": "6f1c…", "to": "+8615400001201", "text": "【梦创社区】…", "parts": 1}

Headers and signature are those of the Standard Webhooks specification. Any 2xx means that the gateway has taken it.
"""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.channels.base import Lack
from parkdesk.core.channels.outward import NotAllowed, is_allowed, post_json
from parkdesk.core.channels.sms import Text, parts


class SignedPost:
    """The gateway behind PARKDESK_SMS_URL, which shares the key PARKDESK_SMS_KEY with us."""

    def lacks(self) -> list[Lack]:
        found = []
        if not settings.PARKDESK_SMS_URL:
            found.append(Lack("PARKDESK_SMS_URL", _("The https address of the gateway.")))
        elif not self._is_allowed():
            found.append(Lack("PARKDESK_SMS_URL", _("The address must begin with https://.")))
        if not settings.PARKDESK_SMS_KEY:
            found.append(Lack("PARKDESK_SMS_KEY", _("The key that the gateway and this house share.")))
        return found

    def send(self, text: Text) -> None:
        """Raises NotAllowed for an address that is no https, Unreachable when the gateway has not taken it."""
        if not self._is_allowed():
            raise NotAllowed("PARKDESK_SMS_URL")
        said = {"id": text.id, "to": text.to, "text": text.text, "parts": parts(text.text)}
        body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(clock.now().timestamp()))
        headers = {"webhook-id": text.id, "webhook-timestamp": stamp}
        signature = sign(settings.PARKDESK_SMS_KEY, text.id, stamp, body)
        post_json(settings.PARKDESK_SMS_URL, body, headers | {"webhook-signature": signature})

    def _is_allowed(self) -> bool:
        url = settings.PARKDESK_SMS_URL
        host = urlsplit(url).hostname or ""
        return is_allowed(url, frozenset({host}), tuple(settings.PARKDESK_OUTWARD_ORIGINS))


def sign(key: str, id_: str, stamp: str, body: bytes) -> str:
    """The signature of Standard Webhooks, version 1, with the key's bytes as they are written."""
    said = f"{id_}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key.encode(), said, hashlib.sha256).digest()).decode()
