"""A picture decoded and written anew as JPEG: what is none, or hides behind one, does not survive (quality 13)."""

import io
from contextlib import suppress

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from parkdesk.core.refused import Refused

# iPhone's own format: Wagtail brings the plug-in along; an installation without it refuses such files in words.
with suppress(ImportError):
    from pillow_heif import HeifImagePlugin  # noqa: F401

MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2000
THUMB_SIDE = 208
QUALITY = 82
Image.init()
READABLE = tuple(name for name in ("JPEG", "PNG", "WEBP", "GIF", "HEIF") if name in Image.OPEN)
APPLE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def made_anew(content: bytes) -> tuple[bytes, bytes]:
    """(the whole picture, a small square of it), both JPEG. Raises Refused."""
    picture = _open(content)
    return _jpeg(picture, LONGEST_SIDE), _thumb(picture)


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that was made here."""
    with Image.open(io.BytesIO(content)) as stored:
        return stored.size


def _open(content: bytes) -> Image.Image:
    """The decoded picture, upright, in RGB, at most LONGEST_SIDE. Raises Refused."""
    try:
        with Image.open(io.BytesIO(content), formats=READABLE) as probe:
            _refuse_bomb(probe)
            probe.verify()
        with Image.open(io.BytesIO(content), formats=READABLE) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _flat(picture)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused(_too_many_pixels()) from error
    except Exception as error:  # whatever a broken or hostile file makes a decoder raise, it is no picture for us
        raise Refused(_no_picture(content)) from error


def _refuse_bomb(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Refused(_too_many_pixels())


def _flat(picture: Image.Image) -> Image.Image:
    """Pixels alone on white, upright: no metadata, no transparency, no further frames."""
    if picture.mode == "P":
        picture = picture.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    solid = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", solid.size, "white")
    paper.paste(solid, mask=solid.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image, longest: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((longest, longest))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


def _thumb(picture: Image.Image) -> bytes:
    side = min(THUMB_SIDE, *picture.size)
    return _jpeg(ImageOps.fit(picture, (side, side)), side)


def _too_many_pixels() -> str:
    return _("This picture has too many pixels. Please choose a smaller one.")


def _no_picture(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in APPLE_BRANDS:
        return _("This HEIC picture cannot be read here. Please save it as JPEG and choose it again.")
    return _("This file is not a picture that we can read. Please choose a JPEG, PNG, WebP or GIF picture.")
