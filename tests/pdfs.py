"""Small PDFs that tests send."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter


def paper(pages=1, change=lambda writer: None):
    """A PDF of blank A4 pages, changed as a test likes."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    change(writer)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def sent_paper(pages=1, name="授权委托书.pdf", change=lambda writer: None):
    """Such a PDF as a form sends it."""
    return SimpleUploadedFile(name, paper(pages, change), "application/pdf")
