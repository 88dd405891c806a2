"""The floor's one view: a picture behind a signed link."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from parkdesk.core import files


@require_safe
def file(request: HttpRequest, signed: str) -> FileResponse:
    """Stream a picture to whoever holds a link of these minutes; who may see it was asked when the link was minted.

    404 for a forged link or a lost file; `Gone` (410) for a link past its time.
    """
    stored = files.follow(signed)
    try:
        stream = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        stream,
        content_type=files.CONTENT_TYPE,
        headers={
            "Content-Disposition": 'inline; filename="picture.jpg"',
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": f"private, max-age={files.LINK_SECONDS}, immutable",
        },
    )
