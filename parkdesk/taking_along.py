"""The copy of one's own data: one zip with a page to read, the same for machines, and the pictures (PIPL 45)."""

import io
import json
import zipfile
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from parkdesk.core import clock
from parkdesk.privacy import Held
from requests_flow.models import Need
from requests_flow.privacy import pictures_of


def copy_of(held: list[Held], needs: Iterable[Need]) -> bytes:
    """The zip: `my-data.html`, `my-data.json`, `pictures/…`; whole numbers and addresses, in the reader's language."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("my-data.json", json.dumps(_plain(held), ensure_ascii=False, indent=1))
        bundle.writestr("my-data.html", render_to_string("parkdesk/privacy_copy.html", _page(held)))
        for need in needs:
            for one in pictures_of(need):
                with one.file.open("rb") as stored:
                    bundle.writestr(f"pictures/{one.key}.jpg", stored.read())
    return buffer.getvalue()


def _page(held: list[Held]) -> dict[str, object]:
    return {"held": held, "at": clock.now(), "language": get_language(), "version": settings.PRIVACY_VERSION}


def _plain(held: list[Held]) -> dict[str, object]:
    kinds = [
        {
            "code": one.holding.code,
            **{name: str(getattr(one.holding, name)) for name in ("label", "purpose", "basis", "kept", "stays")},
            "rows": one.rows,
        }
        for one in held
    ]
    return {"as_of": clock.now().isoformat(), "notice": settings.PRIVACY_VERSION, "kinds": kinds}
