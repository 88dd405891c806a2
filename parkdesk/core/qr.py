"""QR codes as pictures inside a page."""

import segno

INK, PAPER = "#14201d", "#fff"


def data_uri(text: str, *, border: int = 1, dark: str = INK, light: str | None = PAPER) -> str:
    """The code of a text as a `data:` address of an SVG; `border` in modules, `light=None` lets the ground through.

    Dark on white in every scheme. Level Q: a quarter of it may be scratched or dirty.
    """
    code = segno.make(text, error="q", micro=False, boost_error=False)
    return code.svg_data_uri(border=border, dark=dark, light=light)
