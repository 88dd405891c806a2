"""The floor's one view: a file behind a signed link."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from parkdesk.core import files


@require_safe
def file(request: HttpRequest, signed: str) -> FileResponse:
    """Stream a file to whoever holds a link of these minutes; who may see it was asked when the link was minted.

    404 for a forged link or a lost file; `Gone` (410) for a link past its time.
    """
    attachment, stored = files.follow(signed)
    try:
        stream = stored.open("rb")
    except (FileNotFoundError, ValueError) as error:  # a paper has no small picture
        raise Http404 from error
    return FileResponse(
        stream,
        # A picture is looked at; a paper is taken away, so that no reader of the browser opens it on our address.
        as_attachment=attachment.is_paper,
        filename=f"paper-{attachment.key.hex[:8]}.pdf" if attachment.is_paper else "picture.jpg",
        content_type=attachment.content_type,
        headers={
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": f"private, max-age={files.LINK_SECONDS}, immutable",
        },
    )
