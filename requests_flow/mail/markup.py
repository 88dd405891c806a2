"""The words of a mail that came as HTML alone; pure."""

import re
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "head", "title", "template"})
QUOTED = frozenset({"blockquote"})
_BREAKS = frozenset({"br", "p", "div", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "blockquote"})


def plain(html: str, *, without: frozenset[str] = UNSEEN) -> str:
    """The text between the tags, one line for each block; elements named in `without` are left out."""
    reader = _Reader(without)
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.without, self.said = without, []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.without:
            self._depth += 1
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.without:
            self._depth = max(0, self._depth - 1)
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.said.append(re.sub(r"\s*\n\s*", " ", data))
