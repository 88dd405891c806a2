"""HTML to PDF: tagged (PDF/UA-1), with the packaged Chinese font, without the network.

Pictures come as `data:` addresses or from packaged files. Give `<img>` an `alt`; an inline SVG has none in the PDF.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpResponse

# PDF/UA-1: tagged, for everybody. PDF/A-2a: tagged as well, and all that it needs lies within it for good.
ACCESSIBLE, ARCHIVE = "pdf/ua-1", "pdf/a-2a"
APT_LINE = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Missing(RuntimeError):
    """PDFs cannot be made on this machine: libraries of the system are missing. The message names the one line."""

    def __init__(self) -> None:
        super().__init__(f"PDFs need libraries of the system. On Debian: {APT_LINE}")


def render(html: str, *, css: str | Path | None = None, title: str, variant: str = ACCESSIBLE) -> bytes:
    """The PDF of a document, or of a fragment that gets a document around it in the running language.

    `css` is a stylesheet as text or a file of it; `font-family: "Noto Sans SC"` is set already. Headings become
    bookmarks. What lies neither in `data:` nor in the packages is left out. `variant` is ACCESSIBLE, or ARCHIVE for
    what is filed for years. Raises Missing.
    """
    return _typesetting().typeset(html, css, title, variant)


def answer(make: Callable[[], bytes], name: str) -> HttpResponse:
    """The PDF that `make` gives, to be read in the browser as `name`.pdf; where none can be made, 503 and the line."""
    try:
        content = make()
    except Missing as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def is_available() -> bool:
    """Whether this machine can make PDFs."""
    try:
        _typesetting()
    except Missing:
        return False
    return True


def _typesetting() -> Any:
    """Loaded when the first document is made: WeasyPrint would be a third of every process's start."""
    try:
        return import_module("parkdesk.core.typesetting")
    except OSError as error:  # the libraries of the system are not there
        raise Missing from error
