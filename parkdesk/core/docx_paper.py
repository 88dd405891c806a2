"""Documents for text programs (.docx), in the manner of GB/T 9704-2012 (decisions 51).

A text program has the faces that the standard names, so they are named here; where one is missing it takes its own.
"""

from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FANGSONG, HEI, KAI, TITLE_SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
RED = RGBColor(0xC0, 0x18, 0x18)
# Hao of Chinese type in points: 2-hao for the title, 3-hao for the text, 4-hao for the imprint; forms are set smaller.
TITLE, TEXT, IMPRINT, FORM = Pt(22), Pt(16), Pt(14), Pt(12)
LINE = Pt(28.98)
TWO_CHARACTERS = Pt(32)
TYPE_AREA = Mm(156)


class Paper:
    """One document: A4, the type area of 156 x 225 mm, binding side 28 mm."""

    def __init__(self, title: str) -> None:
        self.document: Any = Document()
        self.document.core_properties.title = title
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def line(self, text: str, face: str, size: Pt) -> Paragraph:
        """A paragraph of one face, justified."""
        one = self.document.add_paragraph()
        one.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        one.paragraph_format.space_after = Pt(0)
        if size in (TEXT, IMPRINT):
            one.paragraph_format.line_spacing = LINE
        self.add(one, text, face, size)
        return one

    def centred(self, text: str, face: str, size: Pt = TITLE, colour: RGBColor | None = None) -> Paragraph:
        one = self.line(text, face, size)
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if colour is not None:
            one.runs[0].font.color.rgb = colour
        return one

    def add(self, one: Paragraph, text: str, face: str, size: Pt) -> Any:
        """More words in a paragraph; markup is left out of them."""
        run = one.add_run(plain(text))
        run.font.name, run.font.size = LATIN, size
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        return run

    def indented(self, one: Paragraph) -> Paragraph:
        one.paragraph_format.first_line_indent = TWO_CHARACTERS
        return one

    def rule(self, one: Paragraph, edge: str, colour: str, eighths: int) -> None:
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

    def table(self, columns: int) -> Any:
        """A table with lines around its cells and no row yet."""
        one = self.document.add_table(rows=0, cols=columns)
        one.style = "Table Grid"
        return one

    def put(self, cell: Any, paragraphs: Iterable[tuple[str, str]], face: str) -> None:
        """Write into a cell: each paragraph with what it begins with."""
        for place, (lead, text) in enumerate(paragraphs):
            one = cell.add_paragraph() if place else cell.paragraphs[0]
            one.paragraph_format.space_after = Pt(0)
            if lead:
                self.add(one, f"{lead} ", HEI, FORM)
            self.add(one, text, face, FORM)


def plain(html: str) -> str:
    """The words of a document without its markup."""
    return unescape(strip_tags(html))
