"""Minutes as .docx, for offices that file and stamp on paper (decisions 51): the same words in the same layout.

A text program has the faces that GB/T 9704 names, so they are named here; where one is missing it takes its own.
"""

import io
from typing import Any

from django.utils import translation
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from councils import minutes as acts
from councils.models import Minutes
from councils.papers import title_of
from parkdesk.core.docx_paper import FANGSONG, HEI, IMPRINT, KAI, LINE, RED, TEXT, TITLE, TITLE_SONG, TYPE_AREA, Paper


def docx_of(minutes: Minutes, language: str = "zh-hans") -> bytes:
    """The document of a text program, in one language."""
    with translation.override(language):
        facts, paper = acts.facts_of(minutes), Paper(title_of(minutes))
        _write_head(paper, facts)
        _write_body(paper, facts)
        _write_end(paper, facts)
    kept = io.BytesIO()
    paper.document.save(kept)
    return kept.getvalue()


def _write_head(paper: Paper, facts: dict[str, Any]) -> None:
    mark = paper.centred(facts["mark"], TITLE_SONG, Pt(26 if facts["is_long"] else 30), RED)
    mark.paragraph_format.space_before = Mm(35)
    number = paper.centred(facts["number"], FANGSONG, TEXT)
    number.paragraph_format.space_before = LINE
    paper.rule(number, "bottom", "C01818", 18)
    title = paper.centred("\n".join(facts["title_lines"]), TITLE_SONG, TITLE)
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE


def _write_body(paper: Paper, facts: dict[str, Any]) -> None:
    paper.indented(paper.line(facts["opening"], FANGSONG, TEXT))
    for section in facts["sections"]:
        paper.indented(paper.line(section["title"], HEI, TEXT))
        for line in section["lines"]:
            first = paper.indented(paper.line(line["lead"], KAI, TEXT))
            paper.add(first, facts["gap"] + line["text"] if line.get("text") else "", FANGSONG, TEXT)
            for text in line.get("paragraphs", ()):
                paper.indented(paper.line(text, FANGSONG, TEXT))


def _write_end(paper: Paper, facts: dict[str, Any]) -> None:
    for place, (label, names) in enumerate(facts["people"]):
        one = paper.indented(paper.line(label, HEI, TEXT))
        one.paragraph_format.space_before = Pt(0) if place else LINE
        paper.add(one, names, FANGSONG, TEXT)
    copies = paper.line(facts["copies"], FANGSONG, IMPRINT)
    copies.paragraph_format.space_before = LINE
    last = paper.line(f"{facts['body']}\t{facts['dated']}", FANGSONG, IMPRINT)
    last.paragraph_format.tab_stops.add_tab_stop(TYPE_AREA, WD_TAB_ALIGNMENT.RIGHT)
    for one, edge in ((copies, "top"), (copies, "bottom"), (last, "bottom")):
        paper.rule(one, edge, "000000", 6)
