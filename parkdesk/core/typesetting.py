"""How WeasyPrint is set up: the packaged Chinese font, tagged PDF/UA-1, nothing from the network.

`parkdesk.core.pdf` is the doorway; it loads this module, and WeasyPrint with it, when the first document is made.
"""

import logging
import threading
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

import weasyprint
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from PIL import ImageFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# WeasyPrint lets Pillow take half pictures, in the whole process; uploads that were cut off stay refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False
PACKAGED = Path(__file__).resolve().parent.parent.parent
PACKAGED_KINDS = {".css", ".jpg", ".png", ".svg", ".ttf", ".webp"}
# Where files may lie that a document uses: fonts, styles and pictures of the packages; never uploads or settings.
PACKAGED_FOLDERS = {"fonts", "static"}
FONT = Path(__file__).resolve().parent / "fonts" / "NotoSansSC-Regular.ttf"
FAMILY = "Noto Sans SC"
BASE_CSS = f"""
@font-face {{ font-family: "{FAMILY}"; src: url("{FONT.as_uri()}"); }}
@page {{ size: A4; margin: 20mm; }}
html {{ font-family: "{FAMILY}"; font-size: 10.5pt; line-height: 1.6; }}
"""
# It reports each step of each document at INFO; what it could not load stays in the log.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
# Pango's font maps are not made for several threads at once.
_lock = threading.Lock()


def typeset(html: str, css: str | Path | None, title: str, variant: str) -> bytes:
    """The PDF of a document or fragment; see `parkdesk.core.pdf.render`."""
    with _lock:
        fonts, base = _shared()
        sheets = [base, *([_sheet(css)] if css else [])]
        document = weasyprint.HTML(string=_whole(html, title), url_fetcher=Fetcher()).render(
            font_config=fonts, stylesheets=sheets, pdf_variant=variant
        )
        document.metadata.title = title
        return document.write_pdf(pdf_variant=variant)


class Fetcher(URLFetcher):  # type: ignore[misc, valid-type]
    """Opens `data:` addresses and packaged files; for anything else it raises ValueError."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        scheme, _, rest = url.partition(":")
        if scheme.lower() != "data" and not _is_packaged(rest.partition("?")[0].partition("#")[0]):
            raise ValueError("documents use data: and packaged files only")
        return super().fetch(url, headers)


def _is_packaged(address: str) -> bool:
    path = Path(url2pathname(address.removeprefix("//"))).resolve()
    if not path.is_relative_to(PACKAGED) or path.suffix.lower() not in PACKAGED_KINDS:
        return False
    return bool(PACKAGED_FOLDERS & set(path.relative_to(PACKAGED).parts))


@cache
def _shared() -> tuple[Any, Any]:
    """One font configuration and base sheet for all documents: reading the font takes most of the time."""
    fonts = FontConfiguration()
    return fonts, weasyprint.CSS(string=BASE_CSS, font_config=fonts, url_fetcher=Fetcher())


def _sheet(css: str | Path) -> Any:
    if isinstance(css, Path):
        return _file(css)
    return weasyprint.CSS(string=css, font_config=_shared()[0], url_fetcher=Fetcher())


@cache
def _file(path: Path) -> Any:
    """A stylesheet of a package, read once: the faces that it names are read with it."""
    return weasyprint.CSS(filename=str(path), font_config=_shared()[0], url_fetcher=Fetcher())


def _whole(html: str, title: str) -> str:
    if "<html" in html[:1000].lower():
        return html
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>',
        get_language() or "zh-hans",
        title,
        SafeString(html),  # the caller's template has escaped it # nosec B703
    )
