"""Small drawn pictures that stand for what people photograph: a lift with a notice, a puddle, a dark lamp."""

import io
from collections.abc import Callable
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from parkdesk.core import files

SIZE = (960, 720)
Pen = ImageDraw.ImageDraw


def store(name: str) -> str:
    """Draw one, store it as any upload is stored, as a draft; returns its key."""
    upload = SimpleUploadedFile(f"{name}.jpg", _jpeg(name), content_type="image/jpeg")
    return str(files.store_picture(upload).key)


@cache
def _jpeg(name: str) -> bytes:
    paper = Image.new("RGB", SIZE, "#cfd6d3")
    DRAWINGS[name](ImageDraw.Draw(paper))
    light = Image.linear_gradient("L").rotate(160).resize(SIZE).point(lambda value: 255 - value // 4)
    paper = Image.composite(paper, Image.new("RGB", SIZE, "#27302d"), light).filter(ImageFilter.GaussianBlur(1.1))
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _floor(pen: Pen, top: int, colour: str = "#a7aca4") -> None:
    pen.rectangle((0, top, *SIZE), fill=colour)
    for x in range(-400, SIZE[0] + 400, 150):
        pen.line((480 + (x - 480) * 0.55, top, x, SIZE[1]), fill="#8f958d", width=3)
    pen.line((0, top, SIZE[0], top), fill="#7d837b", width=6)


def _doors(pen: Pen) -> None:
    _floor(pen, 600)
    pen.rectangle((250, 90, 710, 605), fill="#6f7a7c")
    pen.rectangle((275, 115, 685, 605), fill="#aeb8ba")
    pen.line((480, 115, 480, 605), fill="#68727a", width=6)
    pen.rectangle((420, 40, 540, 82), fill="#1f2a2c")
    pen.rectangle((765, 300, 815, 400), fill="#8a9496")
    for y in (330, 370):
        pen.ellipse((780, y - 10, 800, y + 10), fill="#e6ebe8")


def _lift(pen: Pen) -> None:
    _doors(pen)
    pen.polygon(((395, 270), (565, 262), (571, 470), (401, 478)), fill="#f4efe0")
    pen.polygon(((412, 290), (550, 284), (551, 318), (413, 324)), fill="#b42318")
    for y in (345, 370, 395, 420):
        pen.line((418, y, 548, y - 4), fill="#6b6b66", width=7)


def _lift_mended(pen: Pen) -> None:
    _doors(pen)
    pen.rectangle((300, 125, 660, 605), fill="#e7d9b8")
    pen.rectangle((330, 160, 630, 560), fill="#f3e9cf")
    pen.rectangle((300, 410, 660, 425), fill="#8a7d5d")
    pen.polygon(((462, 72), (498, 72), (480, 50)), fill="#3ecf6e")


def _goods_lift(pen: Pen) -> None:
    _doors(pen)
    for left, top, right in ((300, 430, 430), (420, 470, 560), (560, 400, 670), (320, 330, 420)):
        pen.rectangle((left, top, right, 605 if top > 380 else 430), fill="#b98d57", outline="#7d5c33", width=5)
        pen.line((left, (top + 470) // 2, right, (top + 470) // 2), fill="#d9b581", width=9)


def _puddle(pen: Pen) -> None:
    _floor(pen, 330, "#b9beb8")
    pen.rectangle((180, 120, 780, 215), fill="#e9eeec", outline="#99a3a1", width=5)
    pen.ellipse((350, 130, 610, 205), fill="#c3cccb", outline="#8b9694", width=5)
    pen.line((480, 120, 480, 70, 520, 70, 520, 100), fill="#6f7a7c", width=14)
    pen.line((470, 215, 470, 470), fill="#7d8a8c", width=16)
    pen.ellipse((250, 480, 800, 660), fill="#8fa6ad")
    pen.ellipse((330, 520, 640, 610), fill="#b6cad0")
    pen.ellipse((462, 400, 478, 430), fill="#7fa1ab")


def _lamp(pen: Pen) -> None:
    pen.rectangle((0, 0, *SIZE), fill="#3b4442")
    for step in range(7):
        pen.rectangle((90 * step, 700 - 70 * step, SIZE[0], 740 - 70 * step), fill=("#4d5755", "#454f4d")[step % 2])
    pen.line((0, 600, 620, 120), fill="#7b8784", width=14)
    pen.ellipse((430, 40, 560, 100), fill="#59625f", outline="#8b9592", width=6)
    pen.ellipse((465, 55, 525, 90), fill="#2a312f")


def _parking(pen: Pen) -> None:
    pen.rectangle((0, 0, 960, 260), fill="#8b9391")
    _floor(pen, 260, "#6d7371")
    for x in (60, 350, 640, 930):
        pen.line((x, 300, x - 40, 720), fill="#e9e4cf", width=12)
    for left, colour in ((90, "#e8ebea"), (380, "#35557a")):
        pen.rounded_rectangle((left, 360, left + 230, 560), 40, fill=colour)
        pen.rounded_rectangle((left + 35, 320, left + 195, 440), 30, fill="#2f3a3e")
        pen.ellipse((left + 15, 530, left + 65, 585), fill="#1f2426")
        pen.ellipse((left + 165, 530, left + 215, 585), fill="#1f2426")


def _bikes(pen: Pen) -> None:
    _floor(pen, 420)
    pen.rectangle((0, 150, 960, 200), fill="#7f8a86")
    for left in range(40, 900, 105):
        pen.ellipse((left, 440, left + 110, 550), outline="#22302c", width=7)
        pen.ellipse((left + 95, 455, left + 195, 555), outline="#22302c", width=7)
        colour = ("#0f6b5c", "#b7791f", "#35557a")[left // 100 % 3]
        pen.line((left + 55, 495, left + 100, 400, left + 150, 500, left + 55, 495), fill=colour, width=9)


def _boxes(pen: Pen) -> None:
    _floor(pen, 560)
    pen.rectangle((620, 120, 860, 560), fill="#3f7d58")
    pen.rectangle((690, 60, 800, 105), fill="#2fae60")
    for left, top, side in ((60, 420, 190), (230, 400, 210), (430, 440, 180), (120, 250, 180), (300, 220, 190)):
        pen.rectangle((left, top, left + side, top + side), fill="#bd935e", outline="#82602f", width=6)
        pen.line((left, top + side // 2, left + side, top + side // 2), fill="#dab884", width=12)


def _lamp_lit(pen: Pen) -> None:
    pen.rectangle((0, 0, *SIZE), fill="#c9c7b4")
    for step in range(7):
        pen.rectangle((90 * step, 700 - 70 * step, SIZE[0], 740 - 70 * step), fill=("#a9a795", "#9c9a88")[step % 2])
    pen.line((0, 600, 620, 120), fill="#6d6a58", width=14)
    pen.polygon(((430, 80), (560, 80), (760, 700), (230, 700)), fill="#e4dfbd")
    pen.ellipse((430, 40, 560, 100), fill="#fff6cf", outline="#b8ad7d", width=6)


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "lift": _lift,
    "lift-mended": _lift_mended,
    "goods-lift": _goods_lift,
    "puddle": _puddle,
    "lamp": _lamp,
    "lamp-lit": _lamp_lit,
    "parking": _parking,
    "bikes": _bikes,
    "boxes": _boxes,
}
