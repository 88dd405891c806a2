"""Make the faces of documents from the fonts that README.md names: fewer glyphs, and one new name.

    python parkdesk/core/fonts/subset.py SOURCE TARGET gbk|gb2312 [NAME]

Run once by whoever renews the fonts; the project keeps the result. NAME is for a font whose licence reserves its own;
such a face keeps Chinese alone, so that figures beside it come from the same face as those of the text.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FEATURES = ["ccmp", "kern", "locl", "vert", "vrt2"]
CHINESE = 0x3000
FAMILY_NAMES = {1, 3, 4, 16}
POSTSCRIPT_NAME = 6


def subset(source: Path, target: Path, charset: str, name: str = "") -> None:
    """Keep the characters of a charset of Python's; with `name`, the font is called that and nothing else."""
    font = TTFont(source)
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline, options.name_IDs = FEATURES, False, True, ["*"]
    subsetter = Subsetter(options)
    first = CHINESE if name else 0x20
    subsetter.populate(unicodes=[code for code in range(first, 0x10000) if _is_in(code, charset)])
    subsetter.subset(font)
    for record in font["name"].names if name else ():
        if record.nameID in FAMILY_NAMES:
            record.string = name
        elif record.nameID == POSTSCRIPT_NAME:
            record.string = name.replace(" ", "")
    font.save(target)


def _is_in(code: int, charset: str) -> bool:
    try:
        chr(code).encode(charset)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    subset(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
