"""Files that people upload (quality 13): looked at by content, made anew, stored privately, linked for minutes.

A picture is decoded and written anew as JPEG; where a paper is meant, a PDF is taken too and written anew page by
page. What is neither, or hides behind one, does not survive that. Store first as a draft (no subject), then
`claim_drafts` inside the transaction of the step: a form that comes back with an error keeps its files, and nothing
is decoded while rows are locked.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from parkdesk.core import clock, pictures, sent_pdf
from parkdesk.core.gone import Gone
from parkdesk.core.models import Attachment
from parkdesk.core.refused import Refused

MAX_PICTURES = 5
MAX_BYTES = 10 * 1024 * 1024
PICTURE, PAPER = "image/jpeg", "application/pdf"
DRAFT_LIFE = timedelta(days=1)
# Links of one window are the same, so that browsers may keep the picture and a polled page stays the same.
LINK_WINDOW_SECONDS = 300
LINK_SECONDS = 900
_signer_salt = "files"


def store_picture(
    upload: UploadedFile, *, step: str = "", subject: models.Model | None = None, is_public: bool = True
) -> Attachment:
    """Check a picture, make it anew and store it; without a subject it is a draft for a day.

    Names of the upload are never used. Raises Refused.
    """
    full, thumb = pictures.made_anew(_read(upload))
    width, height = pictures.size_of(full)
    name = uuid.uuid4().hex
    return Attachment.objects.create(
        **_columns(subject),
        **_measured(full),
        step=step,
        is_public=is_public,
        file=ContentFile(full, name=f"{name}.jpg"),
        thumb=ContentFile(thumb, name=f"{name}-small.jpg"),
        content_type=PICTURE,
        width=width,
        height=height,
    )


def store_paper(upload: UploadedFile) -> Attachment:
    """A draft of a paper: a PDF, or a picture of one. Raises Refused.

    The file gets a name of ours; the name that the sender gave it is kept as its title alone.
    """
    content = _read(upload)
    if not sent_pdf.is_meant(content):
        return store_picture(upload)
    paper = sent_pdf.made_anew(content)
    if len(paper.content) > MAX_BYTES:
        raise Refused(_too_big())
    return Attachment.objects.create(
        **_measured(paper.content),
        file=ContentFile(paper.content, name=f"{uuid.uuid4().hex}.pdf"),
        title=sent_pdf.title_of(upload.name or ""),
        content_type=PAPER,
        pages=paper.pages,
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
    """The files of a subject, oldest first. Ask for `is_public` yourself."""
    return Attachment.objects.filter(**_columns(subject)).order_by("pk")


def forget_old_drafts() -> int:
    """Remove drafts that nobody claimed within a day. Returns how many."""
    return erase(Attachment.objects.filter(subject_id=None, created_at__lt=clock.now() - DRAFT_LIFE))


@transaction.atomic
def erase(attachments: models.QuerySet[Attachment]) -> int:
    """Remove uploads with their files (the files after the commit). Returns how many."""
    gone = list(attachments)
    Attachment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for one in gone:
        for stored in filter(None, (one.file, one.thumb)):
            transaction.on_commit(lambda name=stored.name, storage=stored.storage: storage.delete(name))
    return len(gone)


def link(attachment: Attachment, thumb: bool = False) -> str:
    """The address of a file, good for 10 to 15 minutes for whoever holds it.

    The access check is made where the link is minted: call it only for files that the reader may see.
    """
    window = int(clock.now().timestamp()) // LINK_WINDOW_SECONDS * LINK_WINDOW_SECONDS
    size = "s" if thumb else "f"
    return reverse("file", args=[Signer(salt=_signer_salt).sign(f"{attachment.key.hex}{size}{window + LINK_SECONDS}")])


@dataclass(frozen=True)
class Shown:
    """A file as a page lists it, with links of these minutes; a paper has a title, pages and bytes, and no thumb."""

    url: str
    thumb: str = ""
    title: str = ""
    pages: int = 0
    size: int = 0


def shown(attachments: Iterable[Attachment]) -> list[Shown]:
    """What a page lists of files that its reader may see."""
    return [
        Shown(link(one), title=one.title, pages=one.pages, size=one.size)
        if one.is_paper
        else Shown(link(one), link(one, thumb=True))
        for one in attachments
    ]


def of_each(subjects: Iterable[models.Model]) -> dict[Any, list[Shown]]:
    """What a page lists of each of several subjects of one kind, by their ids; one query."""
    found: dict[Any, list[Shown]] = {}
    kept = list(subjects)
    if kept:
        about = {"subject_type": kept[0]._meta.label_lower, "subject_id__in": [one.pk for one in kept]}
        for one in Attachment.objects.filter(**about).order_by("pk"):
            found.setdefault(one.subject_id, []).extend(shown([one]))
    return found


def follow(signed: str) -> tuple[Attachment, models.fields.files.FieldFile]:
    """What is behind a link, and its stored file. Raises Http404 for a forged link, Gone for one past its time."""
    try:
        value = Signer(salt=_signer_salt).unsign(signed)
    except BadSignature as error:
        raise Http404 from error
    key, size, until = value[:32], value[32], int(value[33:])
    if clock.now().timestamp() >= until:
        raise Gone(_("This link to a file has run out. Open the page once more."))
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None:
        raise Http404
    return attachment, attachment.thumb if size == "s" else attachment.file


def _columns(subject: models.Model | None) -> dict[str, Any]:
    if subject is None:
        return {"subject_type": "", "subject_id": None}
    return {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}


def _measured(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "created_at": clock.now()}


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
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_too_big())
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(_too_big())
    return content


def _too_big() -> str:
    return _("This file is larger than 10 MB. Please choose a smaller one.")
