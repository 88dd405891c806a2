"""Pictures that people upload (quality 13): looked at by content, made anew, stored privately, linked for minutes.

A picture is decoded and re-encoded as JPEG: what is not a picture, or hides behind one, does not survive that. Store
first as a draft (no subject), then `claim_drafts` inside the transaction of the step: a form that comes back with an
error keeps its pictures, and nothing is decoded while rows are locked.
"""

import hashlib
import io
import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from parkdesk.core import clock
from parkdesk.core.gone import Gone
from parkdesk.core.models import Attachment

# iPhone's own format: Wagtail brings the plug-in along; an installation without it refuses such files in words.
with suppress(ImportError):
    from pillow_heif import HeifImagePlugin  # noqa: F401

MAX_PICTURES = 5
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2000
THUMB_SIDE = 208
QUALITY = 82
CONTENT_TYPE = "image/jpeg"
Image.init()
READABLE = tuple(name for name in ("JPEG", "PNG", "WEBP", "GIF", "HEIF") if name in Image.OPEN)
APPLE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
DRAFT_LIFE = timedelta(days=1)
# Links of one window are the same, so that browsers may keep the picture and a polled page stays the same.
LINK_WINDOW_SECONDS = 300
LINK_SECONDS = 900
_signer_salt = "files"


class Refused(Exception):
    """This file is not taken; `message` says to the person why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def store_picture(
    upload: UploadedFile, *, step: str = "", subject: models.Model | None = None, is_public: bool = True
) -> Attachment:
    """Check a picture, make it anew and store it; without a subject it is a draft for a day.

    Names of the upload are never used. Raises Refused.
    """
    picture = _open(_read(upload))
    full, thumb = _jpeg(picture, LONGEST_SIDE), _thumb(picture)
    name = uuid.uuid4().hex
    with Image.open(io.BytesIO(full)) as stored:
        width, height = stored.size
    return Attachment.objects.create(
        **_columns(subject),
        step=step,
        is_public=is_public,
        file=ContentFile(full, name=f"{name}.jpg"),
        thumb=ContentFile(thumb, name=f"{name}-small.jpg"),
        content_type=CONTENT_TYPE,
        size=len(full),
        width=width,
        height=height,
        sha256=hashlib.sha256(full).hexdigest(),
        created_at=clock.now(),
    )


def drafts(keys: Iterable[str]) -> list[Attachment]:
    """The drafts of these keys in their order; unknown, claimed and old ones are left out. At most MAX_PICTURES."""
    wanted = _keys(keys)
    if not wanted:
        return []
    found = {one.key: one for one in _open_drafts().filter(key__in=wanted)}
    return [found[key] for key in wanted if key in found]


@transaction.atomic
def claim_drafts(keys: Iterable[str], subject: models.Model, step: str, is_public: bool = True) -> list[Attachment]:
    """Give drafts to a subject; each can be claimed once, even by two at the same moment. Returns those it got."""
    mine = []
    for draft in drafts(keys):
        values = {**_columns(subject), "step": step, "is_public": is_public}
        if _open_drafts().filter(pk=draft.pk).update(**values):
            draft.refresh_from_db()
            mine.append(draft)
    return mine


def of(subject: models.Model) -> models.QuerySet[Attachment]:
    """The pictures of a subject, oldest first. Ask for `is_public` yourself."""
    return Attachment.objects.filter(**_columns(subject)).order_by("pk")


def forget_old_drafts() -> int:
    """Remove drafts that nobody claimed within a day. Returns how many."""
    return erase(Attachment.objects.filter(subject_id=None, created_at__lt=clock.now() - DRAFT_LIFE))


@transaction.atomic
def erase(attachments: models.QuerySet[Attachment]) -> int:
    """Remove pictures with their files (the files after the commit). Returns how many."""
    gone = list(attachments)
    Attachment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for one in gone:
        for stored in (one.file, one.thumb):
            transaction.on_commit(lambda name=stored.name, storage=stored.storage: storage.delete(name))
    return len(gone)


def link(attachment: Attachment, thumb: bool = False) -> str:
    """The address of a picture, good for 10 to 15 minutes for whoever holds it.

    The access check is made where the link is minted: call it only for pictures that the reader may see.
    """
    window = int(clock.now().timestamp()) // LINK_WINDOW_SECONDS * LINK_WINDOW_SECONDS
    size = "s" if thumb else "f"
    return reverse("file", args=[Signer(salt=_signer_salt).sign(f"{attachment.key.hex}{size}{window + LINK_SECONDS}")])


def follow(signed: str) -> models.fields.files.FieldFile:
    """The stored file behind a link. Raises Http404 for a forged link, Gone for one past its time."""
    try:
        value = Signer(salt=_signer_salt).unsign(signed)
    except BadSignature as error:
        raise Http404 from error
    key, size, until = value[:32], value[32], int(value[33:])
    if clock.now().timestamp() >= until:
        raise Gone(_("This link to a picture has run out. Open the page once more."))
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None:
        raise Http404
    return attachment.thumb if size == "s" else attachment.file


def _columns(subject: models.Model | None) -> dict[str, Any]:
    if subject is None:
        return {"subject_type": "", "subject_id": None}
    return {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}


def _open_drafts() -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(subject_id=None, created_at__gte=clock.now() - DRAFT_LIFE)


def _keys(keys: Iterable[str]) -> list[uuid.UUID]:
    """Keys from hidden fields, without what is no key and what comes twice."""
    found = []
    for key in keys:
        try:
            found.append(uuid.UUID(str(key)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))[:MAX_PICTURES]


def _read(upload: UploadedFile) -> bytes:
    too_big = _("This picture is larger than 10 MB. Please choose a smaller one.")
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(too_big)
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(too_big)
    return content


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
