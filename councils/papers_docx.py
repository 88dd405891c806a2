"""Minutes as .docx, for offices that file and stamp on paper (decisions 51): the same words in the same layout.

A text program has the faces that GB/T 9704 names, so they are named here; where one is missing it takes its own.
"""

import io
from typing import Any

from django.utils import translation
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from councils import minutes as acts
from councils.models import Minutes
from councils.papers import title_of
from councils.sheet import plain

FANGSONG, HEI, KAI, TITLE_SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
RED = RGBColor(0xC0, 0x18, 0x18)
# Hao of Chinese type in points: 2-hao for the title, 3-hao for the text, 4-hao for the imprint.
TITLE, TEXT, IMPRINT = Pt(22), Pt(16), Pt(14)
LINE = Pt(28.98)
TWO_CHARACTERS = Pt(32)
TYPE_AREA = Mm(156)


def docx_of(minutes: Minutes, language: str = "zh-hans") -> bytes:
    """The document of a text program, in one language."""
    with translation.override(language):
        facts, document = acts.facts_of(minutes), Document()
        document.core_properties.title = title_of(minutes)
        _set_page(document)
        _write_head(document, facts)
        _write_body(document, facts)
        _write_end(document, facts)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_page(document: Any) -> None:
    """A4, the type area of 156 x 225 mm, binding side 28 mm."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _write_head(document: Any, facts: dict[str, Any]) -> None:
    mark = _line(document, facts["mark"], TITLE_SONG, Pt(26 if facts["is_long"] else 30), is_centred=True)
    mark.runs[0].font.color.rgb = RED
    mark.paragraph_format.space_before = Mm(35)
    number = _line(document, facts["number"], FANGSONG, TEXT, is_centred=True)
    number.paragraph_format.space_before = LINE
    _rule(number, "bottom", "C01818", 18)
    title = _line(document, "\n".join(facts["title_lines"]), TITLE_SONG, TITLE, is_centred=True)
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE


def _write_body(document: Any, facts: dict[str, Any]) -> None:
    _indented(_line(document, facts["opening"], FANGSONG, TEXT))
    for section in facts["sections"]:
        _indented(_line(document, section["title"], HEI, TEXT))
        for line in section["lines"]:
            first = _indented(_line(document, line["lead"], KAI, TEXT))
            _add(first, facts["gap"] + line["text"] if line.get("text") else "", FANGSONG, TEXT)
            for text in line.get("paragraphs", ()):
                _indented(_line(document, text, FANGSONG, TEXT))


def _write_end(document: Any, facts: dict[str, Any]) -> None:
    for place, (label, names) in enumerate(facts["people"]):
        one = _indented(_line(document, label, HEI, TEXT))
        one.paragraph_format.space_before = Pt(0) if place else LINE
        _add(one, names, FANGSONG, TEXT)
    copies = _line(document, facts["copies"], FANGSONG, IMPRINT)
    copies.paragraph_format.space_before = LINE
    last = _line(document, f"{facts['body']}\t{facts['dated']}", FANGSONG, IMPRINT)
    last.paragraph_format.tab_stops.add_tab_stop(TYPE_AREA, WD_TAB_ALIGNMENT.RIGHT)
    for one, edge in ((copies, "top"), (copies, "bottom"), (last, "bottom")):
        _rule(one, edge, "000000", 6)


def _line(document: Any, text: str, face: str, size: Pt, *, is_centred: bool = False) -> Paragraph:
    one = document.add_paragraph()
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    one.paragraph_format.space_after = Pt(0)
    if size in (TEXT, IMPRINT):
        one.paragraph_format.line_spacing = LINE
    _add(one, text, face, size)
    return one


def _add(one: Paragraph, text: str, face: str, size: Pt) -> None:
    run = one.add_run(plain(text))
    run.font.name, run.font.size = LATIN, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _indented(one: Paragraph) -> Paragraph:
    one.paragraph_format.first_line_indent = TWO_CHARACTERS
    return one


def _rule(one: Paragraph, edge: str, colour: str, eighths: int) -> None:
    """A rule at an edge of a paragraph; its width is in eighths of a point."""
    properties = one._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.append(borders)
    border = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
