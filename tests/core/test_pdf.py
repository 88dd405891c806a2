"""PDFs: Chinese text that can be read, copied and heard, made without the network and without system fonts."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest

from parkdesk.core import pdf, typesetting

RARE = "园区电梯 · 囧㵘䶮 №5 “好”"
BODY = f"<h1>议事会纪要</h1><p>{RARE} Minutes of 2026年3月5日</p>"

pytestmark = pytest.mark.once


def _text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_chinese_text_of_a_pdf_can_be_copied(typesetter):
    text = _text(pdf.render(BODY, title="纪要"))
    assert "议事会纪要" in text
    assert RARE in text


def _language(document: pypdfium2.PdfDocument) -> str:
    letters = (ctypes.c_ushort * 20)()
    length = pypdfium2.raw.FPDFCatalog_GetLanguage(document, letters, ctypes.sizeof(letters))
    return bytes(letters)[: length - 2].decode("utf-16-le")


def test_a_pdf_is_tagged_and_has_a_title_a_language_and_bookmarks(typesetter):
    content = pdf.render(BODY, title="纪要 <& 一>")
    with pypdfium2.PdfDocument(content) as document:
        assert document.get_metadata_value("Title") == "纪要 <& 一>"
        assert [one.get_title() for one in document.get_toc()] == ["议事会纪要"]
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
        assert _language(document) == "zh-hans"


def test_a_whole_document_and_a_stylesheet_file_are_taken(typesetter, tmp_path):
    sheet = tmp_path / "page.css"
    sheet.write_text("@page { size: 100mm 50mm } .away { display: none }")
    html = "<!doctype html><html lang='en'><title>x</title><body>seen<p class='away'>hidden</p></body></html>"
    content = pdf.render(html, css=sheet, title="One")
    with pypdfium2.PdfDocument(content) as document:
        assert [round(side) for side in document[0].get_size()] == [283, 142]
    assert _text(content).strip() == "seen"


def test_a_pdf_needs_no_font_of_the_system(typesetter, tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig/>")
    out = tmp_path / "out.pdf"
    script = (
        "import django, sys; from django.conf import settings; settings.configure(); django.setup();"
        "from parkdesk.core import pdf; from pathlib import Path;"
        f"Path(sys.argv[1]).write_bytes(pdf.render({BODY!r}, title='x'))"
    )
    root = Path(pdf.__file__).parent.parent.parent
    subprocess.run(
        [sys.executable, "-c", script, str(out)],
        check=True,
        cwd=root,
        env=os.environ | {"FONTCONFIG_FILE": str(config), "XDG_CACHE_HOME": str(tmp_path)},
    )
    assert RARE in _text(out.read_bytes())


def test_the_page_shows_ink(typesetter):
    with pypdfium2.PdfDocument(pdf.render("<p>园区</p>", css="p { font-size: 80pt }", title="x")) as document:
        darkest = document[0].render(scale=0.5).to_pil().convert("L").getextrema()[0]
    assert darkest < 60


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "https://elsewhere.example/x.png",
        "ftp://elsewhere.example/x.png",
        "file:///etc/passwd",
        "file:///etc/static/x.png",
        Path(pdf.__file__).as_uri(),
        (typesetting.FONT.parent / "../settings/base.py").as_uri(),
        (typesetting.PACKAGED / "var/files/x.png").as_uri(),
        "x.png",
    ],
)
def test_a_document_reaches_nothing_outside(typesetter, address):
    with pytest.raises(ValueError, match="packaged"):
        typesetting.Fetcher().fetch(address)


def test_a_document_may_use_packaged_files_and_data(typesetter):
    assert typesetting.Fetcher().fetch(typesetting.FONT.as_uri()).read(4) == b"\x00\x01\x00\x00"
    assert typesetting.Fetcher().fetch("data:text/plain,hello").read() == b"hello"


def test_without_its_libraries_a_pdf_names_the_line_to_run(monkeypatch):
    def is_not_there(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", is_not_there)
    assert not pdf.is_available()
    with pytest.raises(pdf.Missing, match="apt install libpango"):
        pdf.render(BODY, title="x")


def test_a_pdf_is_answered_under_its_name_and_without_the_libraries_with_the_line_to_run():
    def cannot():
        raise pdf.Missing

    whole, none = pdf.answer(lambda: b"%PDF", "order-5"), pdf.answer(cannot, "order-5")
    assert (whole.status_code, whole["Content-Type"], whole.content) == (200, "application/pdf", b"%PDF")
    assert whole["Content-Disposition"] == 'inline; filename="order-5.pdf"'
    assert (none.status_code, "apt install" in none.content.decode()) == (503, True)


def test_the_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (typesetting.FONT.parent / "OFL.txt").read_text()
