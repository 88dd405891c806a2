"""Minutes as files: the PDF that is filed, made once after they are issued, from the same article as the page."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.html import format_html

from councils import minutes as acts
from councils.models import Minutes
from parkdesk.core import pdf

CSS = Path(__file__).resolve().parent / "print" / "minutes.css"


def pdf_of(minutes: Minutes, language: str = "zh-hans") -> bytes:
    """The document as a PDF/A-2a with the checksum of its record on each page. Raises pdf.Missing."""
    with translation.override(language):
        body = acts.html(minutes, language)
        if minutes.record_sha256:
            body = format_html('<p class="sum">SHA-256 {}</p>{}', minutes.record_sha256, body)
        return pdf.render(body, css=CSS, title=title_of(minutes), variant=pdf.ARCHIVE)


def title_of(minutes: Minutes) -> str:
    """Title and number in the running language."""
    return f"{minutes.display_title} {minutes.reference}".strip()


def file_of(minutes: Minutes) -> Any:
    """The stored PDF of issued minutes, made now if nobody has yet; of two who make it, the first one's stays.

    Raises pdf.Missing where this machine lacks the libraries; the minutes stand all the same.
    """
    if not minutes.pdf:
        content = pdf_of(minutes)
        name = minutes.pdf.storage.save(_name(minutes), ContentFile(content))
        mine = {"pdf": name, "pdf_sha256": hashlib.sha256(content).hexdigest()}
        if not Minutes.objects.filter(pk=minutes.pk, pdf="").update(**mine):
            minutes.pdf.storage.delete(name)
        minutes.pdf, minutes.pdf_sha256 = Minutes.objects.values_list("pdf", "pdf_sha256").get(pk=minutes.pk)
    return minutes.pdf


def _name(minutes: Minutes) -> str:
    return minutes.pdf.field.generate_filename(minutes, f"{minutes.year}-{minutes.number}.pdf")
