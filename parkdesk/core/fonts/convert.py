"""Make NotoSansSC-Regular.ttf from the OpenType font of the PyPI package pylopdf-fonts-zh-cn (see README.md).

    python parkdesk/core/fonts/convert.py NotoSansSC-Regular.otf NotoSansSC-Regular.ttf

Run once by whoever renews the font; the project keeps the result. Some PDF readers show nothing for subsets of
CID-keyed CFF fonts; with TrueType outlines all of them agree.
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# How far a quadratic curve may stray from the cubic one, in units of the em (1000).
MAX_ERROR = 1.0
POST_WITHOUT_NAMES = 3.0
# Limits of the hinting machine: the font has no instructions. The others are counted when it is saved.
UNUSED_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def convert(source: Path, target: Path) -> None:
    """Write `source` (CFF outlines) to `target` with quadratic outlines; all glyphs and features stay."""
    font = TTFont(source)
    order = font.getGlyphOrder()
    font["glyf"], font["loca"] = _outlines(font, order), newTable("loca")
    del font["CFF "]
    for leftover in ("VORG", "DSIG"):
        if leftover in font:
            del font[leftover]
    _describe(font, len(order))
    font.sfntVersion = "\x00\x01\x00\x00"
    font.save(target)


def _outlines(font: TTFont, order: list[str]) -> object:
    glyphs = font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        # TrueType contours run the other way round.
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    return table


def _describe(font: TTFont, count: int) -> None:
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = POST_WITHOUT_NAMES, [], {}, None
    maxp = font["maxp"]
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, count
    maxp.maxZones = 1
    for limit in UNUSED_LIMITS:
        setattr(maxp, limit, 0)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
