"""Pictures: what is taken, what is refused, who gets them for how long."""

import hashlib
import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.urls import path
from PIL import Image, ImageCms, PngImagePlugin

from parkdesk.core import files, pictures, typesetting, views
from parkdesk.core.gone import Gone
from parkdesk.core.models import Attachment
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("files/<str:signed>/", views.file, name="file")]
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(content, name="photo.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def picture(kind="JPEG", size=(640, 480), mode="RGB", colour="teal", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def stored(attachment):
    with attachment.file.open() as file:
        return file.read()


def _png(width, height, rows=b""):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# --- what is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_stored_as_jpeg_with_a_small_square(kind):
    one = files.store_picture(upload(picture(kind)))
    content = stored(one)
    with Image.open(io.BytesIO(content)) as full, Image.open(one.thumb) as thumb:
        assert (full.format, full.size, thumb.size) == ("JPEG", (640, 480), (208, 208))
    assert (one.width, one.height, one.size) == (640, 480, len(content))
    assert one.sha256 == hashlib.sha256(content).hexdigest()
    assert one.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("mode", "kind", "colour"),
    [("L", "PNG", 9), ("1", "PNG", 1), ("I;16", "PNG", 9), ("CMYK", "JPEG", "red"), ("LA", "PNG", (9, 9))],
)
def test_pictures_of_all_colour_models_are_taken(mode, kind, colour):
    assert files.store_picture(upload(picture(kind, mode=mode, colour=colour))).width == 640


def test_what_is_transparent_becomes_white():
    one = files.store_picture(upload(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))))
    with Image.open(one.file) as full:
        assert full.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_becomes_2000_pixels_long():
    one = files.store_picture(upload(picture(size=(4000, 3000))))
    assert (one.width, one.height) == (2000, 1500)


def test_a_tiny_picture_is_not_blown_up():
    one = files.store_picture(upload(picture("PNG", size=(3, 500))))
    with Image.open(one.thumb) as thumb:
        assert thumb.size == (3, 3)


def test_a_moving_picture_keeps_its_first_frame():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    one = files.store_picture(upload(buffer.getvalue()))
    with Image.open(one.file) as full:
        red, _, blue = full.getpixel((20, 20))
        assert red > 200 > blue + 150


def test_where_and_with_what_it_was_taken_is_forgotten_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Phone"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    one = files.store_picture(upload(picture(exif=exif, comment=b"Secret Name", icc_profile=profile)))
    content = stored(one)
    with Image.open(io.BytesIO(content)) as full:
        assert full.size == (480, 640)
        assert not full.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(full.info)
    assert b"Secret" not in content


def test_a_picture_of_an_iphone_is_taken(lacks):
    if "HEIF" not in pictures.READABLE:
        lacks("a Pillow that reads HEIC")
    assert files.store_picture(upload(picture("HEIF"), "IMG_1.HEIC")).content_type == "image/jpeg"


# --- what is refused ------------------------------------------------------------------------------

# WeasyPrint once made Pillow take half pictures in the whole process: it is imported here on purpose.
assert typesetting.FONT

EVIL = {
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
    "a page that calls itself a picture": b"<!doctype html>" + SCRIPT,
    "a page behind the first bytes of a picture": b"\xff\xd8\xff\xe0" + SCRIPT * 20,
    "a script behind the first bytes of a GIF": b"GIF89a/*" + SCRIPT,
    "a program": b"MZ" + bytes(500),
    "an empty file": b"",
    "a document": b"%PDF-1.7\n" + SCRIPT,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a picture that was cut off": picture()[:900],
    "a picture of another kind": picture("TIFF"),
    "a bomb that opens to 2.5 gigapixels": _png(50_000, 50_000),
    "a bomb that opens to 90 megapixels": _png(10_000, 9_000),
    "a damaged picture": _png(64, 64, b"\x00" * 10),
    "a broken HEIC": b"\x00\x00\x00\x18ftypheic" + bytes(64),
}


@pytest.mark.parametrize("name", EVIL)
def test_this_is_refused_in_words_and_nothing_is_kept(name, media):
    with pytest.raises(files.Refused) as refused:
        files.store_picture(upload(EVIL[name]))
    assert refused.value.message
    assert not Attachment.objects.exists()
    assert not list(media.rglob("*.*"))


def test_a_picture_of_more_than_10_mb_is_refused_whatever_size_it_claims(settings):
    big = upload(picture() + bytes(files.MAX_BYTES))
    with pytest.raises(files.Refused):
        files.store_picture(big)
    big.size = 5
    with pytest.raises(files.Refused):
        files.store_picture(big)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_hides_behind_a_picture_does_not_survive(kind):
    options = {"PNG": {"pnginfo": PngImagePlugin.PngInfo()}, "JPEG": {"comment": SCRIPT}, "GIF": {"comment": SCRIPT}}
    options["PNG"]["pnginfo"].add_text("note", SCRIPT.decode())
    content = picture(kind, **options[kind]) + SCRIPT + b"PK\x03\x04 an archive"
    one = files.store_picture(upload(content))
    assert b"script" not in stored(one)
    assert b"archive" not in stored(one)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.jpg", "x.php", "/etc/passwd", "con.jpg.exe", "a\x00.jpg"])
def test_the_name_of_an_upload_is_never_used(name, media):
    sent = upload(picture())
    sent._name = name
    one = files.store_picture(sent)
    assert one.file.name.startswith("attachments/")
    assert one.file.name.endswith(".jpg")
    assert {path.suffix for path in media.rglob("*.*")} == {".jpg"}
    assert len(list(media.rglob("*.*"))) == 2


# --- drafts ---------------------------------------------------------------------------------------


def _draft():
    return files.store_picture(upload(picture("PNG", size=(9, 9))))


def test_a_draft_waits_for_its_subject_and_is_claimed_once():
    first, second, park, other = _draft(), _draft(), ParkFactory(), ParkFactory()
    keys = [str(second.key), first.key.hex, str(second.key), "no key", ""]
    assert files.drafts(keys) == [second, first]
    assert files.claim_drafts(keys, park, "submit", is_public=False) == [second, first]
    assert files.claim_drafts(keys, other, "submit") == []
    assert list(files.of(park)) == [first, second]
    first.refresh_from_db()
    assert (first.step, first.is_public, files.drafts(keys)) == ("submit", False, [])


def test_a_picture_can_be_stored_with_its_subject_at_once():
    park = ParkFactory()
    one = files.store_picture(upload(picture()), step="resolve", subject=park)
    assert list(files.of(park)) == [one]


def test_no_more_than_five_drafts_are_claimed():
    keys = [str(_draft().key) for _ in range(7)]
    assert len(files.claim_drafts(keys, ParkFactory(), "submit")) == files.MAX_PICTURES == 5


def test_a_draft_of_yesterday_is_gone(at, media, django_capture_on_commit_callbacks):
    at("2026-11-23 10:00")
    kept, park = _draft(), ParkFactory()
    files.claim_drafts([str(kept.key)], park, "submit")
    old = _draft()
    at("2026-11-24 10:01")
    new = _draft()
    assert files.claim_drafts([str(old.key)], park, "submit") == []
    with django_capture_on_commit_callbacks(execute=True):
        assert files.forget_old_drafts() == 1
    assert set(Attachment.objects.all()) == {kept, new}
    assert len(list(media.rglob("*.*"))) == 4


def test_two_forms_that_claim_one_draft_at_once_get_it_once(at_once):
    draft, parks = _draft(), [ParkFactory() for _ in range(6)]
    outcome = at_once(lambda number: files.claim_drafts([str(draft.key)], parks[number], "submit"), hands=6)
    assert not outcome.errors
    assert sorted(len(claimed) for claimed in outcome.answers) == [0, 0, 0, 0, 0, 1]


# --- links ----------------------------------------------------------------------------------------


def _get(address):
    return views.file(RequestFactory().get(address), address.split("/")[2])


def test_a_link_shows_the_picture_and_lets_it_do_nothing():
    one = _draft()
    answer = _get(files.link(one))
    assert b"".join(answer.streaming_content) == stored(one)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"].startswith("private")


def test_the_small_picture_has_a_link_of_its_own():
    one = files.store_picture(upload(picture()))
    answer = _get(files.link(one, thumb=True))
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as thumb:
        assert thumb.size == (208, 208)


def test_a_link_stays_the_same_for_a_while_and_ends_after_15_minutes(at):
    at("2026-11-23 10:00")
    one = _draft()
    link = files.link(one)
    at("2026-11-23 10:04:59")
    assert files.link(one) == link
    at("2026-11-23 10:14:59")
    assert files.link(one) != link
    assert _get(link).status_code == 200
    at("2026-11-23 10:15")
    with pytest.raises(Gone) as gone:
        _get(link)
    assert gone.value.reason


def test_a_forged_link_was_never_there():
    link = files.link(_draft())
    key = link.split("/")[2]
    for forged in (key[:-1] + ("A" if key[-1] != "A" else "B"), key.replace("f", "s", 1), "x", f"{key}:{key}", "00:"):
        with pytest.raises(Http404):
            _get(f"/files/{forged}/")


def test_a_link_to_an_erased_picture_or_a_lost_file_is_not_found(django_capture_on_commit_callbacks):
    one, lost = _draft(), _draft()
    links = files.link(one), files.link(lost)
    with django_capture_on_commit_callbacks(execute=True):
        files.erase(Attachment.objects.filter(pk=one.pk))
    lost.file.storage.delete(lost.file.name)
    for link in links:
        with pytest.raises(Http404):
            _get(link)


def test_only_looking_is_possible():
    link = files.link(_draft())
    assert views.file(RequestFactory().post(link), link.split("/")[2]).status_code == 405
    assert views.file(RequestFactory().head(link), link.split("/")[2]).status_code == 200
