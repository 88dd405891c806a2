"""The picture to keep: number, PIN, code of the tracking link, next date and landline on one phone screen.

A reporter without an account has nothing but this. People keep screenshots, and in WeChat a long press on a picture
saves it. It shows nothing of what was said and nobody's name.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from parkdesk.core import words_of_time
from parkdesk.core.templatetags.parkdesk import landline as spell
from requests_flow.outlook import Outlook

FONT = Path(settings.ROOT) / "parkdesk" / "core" / "fonts" / "NotoSansSC-Regular.ttf"
WIDTH, HEIGHT, MARGIN = 1080, 1560, 84
QR_SIDE = 520
# The colours of parkdesk.css: rice paper, ink, soft ink, accent, line.
GROUND, INK, SOFT, ACCENT, LINE = "#faf8f3", "#1d2b36", "#51626f", "#0f6b5c", "#d7dedb"
COLOURS = 32


@dataclass(frozen=True)
class Keepsake:
    """What stands on the picture."""

    reference: str
    pin: str
    link: str
    outlook: Outlook
    landline: str


def draw(kept: Keepsake) -> bytes:
    """The picture as PNG, in the running language."""
    sheet = Sheet(Image.new("RGB", (WIDTH, HEIGHT), GROUND))
    sheet.head(str(settings.COMMUNITY["desk"]))
    sheet.pair(_("Number"), kept.reference, size=84)
    sheet.pair(_("PIN"), kept.pin, size=84)
    sheet.code(kept.link)
    sheet.line(_("Scan it, or enter number and PIN on the desk’s page"), 36, SOFT, is_centred=True)
    sheet.rule()
    if kept.outlook.due:
        say = words_of_time.day if kept.outlook.is_over else words_of_time.day_time
        sheet.pair(kept.outlook.over, say(kept.outlook.due), size=60)
    sheet.pair(_("Ring"), spell(kept.landline), size=60)
    return sheet.png()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


class Sheet:
    """A page that is filled from top to bottom."""

    def __init__(self, image: Image.Image) -> None:
        self.image, self.pen, self.y = image, ImageDraw.Draw(image), 0

    def head(self, name: str) -> None:
        """The double line under the name, as on the site."""
        self.y = 64
        self.line(name, 46, INK, weight=1)
        self.y += 14
        self.pen.rectangle((0, self.y, WIDTH, self.y + 8), fill=ACCENT)
        self.pen.rectangle((0, self.y + 16, WIDTH, self.y + 18), fill=ACCENT)
        self.y += 56

    def pair(self, label: str, value: str, size: int) -> None:
        """A small label with its value beneath."""
        self.line(label, 36, SOFT)
        self.line(value, size, INK, weight=1)
        self.y += 20

    def line(self, text: str, size: int, colour: str, *, weight: int = 0, is_centred: bool = False) -> None:
        """One line of text, made smaller until it fits."""
        font = _font(size)
        while font.getlength(text) > WIDTH - 2 * MARGIN and size > 20:
            size -= 2
            font = _font(size)
        x = (WIDTH - font.getlength(text)) / 2 if is_centred else MARGIN
        self.pen.text((x, self.y), text, font=font, fill=colour, stroke_width=weight, stroke_fill=colour)
        self.y += round(size * 1.4)

    def words(self, text: str, size: int, colour: str) -> None:
        """As many lines as a text needs, broken where the line is full."""
        font, line = _font(size), ""
        for letter in text:
            if line and font.getlength(line + letter) > WIDTH - 2 * MARGIN:
                self.line(line, size, colour)
                line = ""
            line += letter
        self.line(line, size, colour)

    def code(self, link: str) -> None:
        """The QR code of the link on white, level M: it is read from a screen or a good print."""
        rows = list(segno.make(link, error="m", micro=False).matrix_iter(border=3))
        code = Image.new("1", (len(rows), len(rows)), 1)
        code.putdata([0 if dark else 255 for row in rows for dark in row])
        side = QR_SIDE // len(rows) * len(rows)
        self.image.paste(code.resize((side, side), Image.Resampling.NEAREST), ((WIDTH - side) // 2, self.y))
        self.y += side + 24

    def rule(self) -> None:
        self.y += 16
        self.pen.rectangle((MARGIN, self.y, WIDTH - MARGIN, self.y + 2), fill=LINE)
        self.y += 32

    def png(self) -> bytes:
        """Cropped below the last line; few colours keep it small on a phone."""
        page = self.image.crop((0, 0, WIDTH, min(HEIGHT, self.y + 40)))
        buffer = io.BytesIO()
        page.quantize(COLOURS).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
