"""Related documents of a need: linked by an address on this site, by number and day, or as a scan (issue 4)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import files
from parkdesk.core.flow import advance, begin
from parkdesk.core.models import Entry
from requests_flow.models import Need, RelatedDocument

# An address with one of these is a secret of its holder, or lasts for minutes.
SECRETS = frozenset({"token", "signed"})
# Pages that only staff open.
INSIDE = frozenset({"desk", "tasks", "cms", "admin", "supervision", "visits", "conduct", "enterprises"})


@dataclass(frozen=True)
class Paper:
    """What is linked: kind and title, and by what it is found."""

    kind: str
    title: str
    path: str = ""
    number: str = ""
    dated_on: date | None = None
    is_public: bool = False


class NoSuchPage(ValueError):
    """The address leads to no page that may be linked; the message says why."""


def path_on_this_site(typed: str) -> str:
    """The path of an address of this site, with or without its host. Raises NoSuchPage for any other."""
    parts = urlsplit(typed.strip())
    if parts.netloc and parts.netloc != urlsplit(settings.PUBLIC_URL).netloc:
        raise NoSuchPage(_("This address is not on this site. Give number and date of the document instead."))
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise NoSuchPage(_("There is no page with this address.")) from error
    if SECRETS & set(match.kwargs):
        raise NoSuchPage(_("This is somebody’s own link. It is not passed on."))
    return path


def is_inside(path: str) -> bool:
    """Whether only staff open this page."""
    return path.removeprefix("/en/").strip("/").split("/")[0] in INSIDE


@transaction.atomic
def attach(need: Need, paper: Paper, *, pictures: Iterable[str] = (), by: Person) -> RelatedDocument:
    """Put a document beside a need; scans are claimed from the drafts of the form."""
    document = RelatedDocument(need=need, added_by=by, **vars(paper))
    document.save(force_insert=True)
    begin(document, "attach", by=by, title=paper.title, number=paper.number)
    files.claim_drafts(pictures, document, step="attach", is_public=False)
    return document


def remove(document: RelatedDocument, *, reason: str, by: Person) -> RelatedDocument:
    """Take a document away; that it stood there, who took it away and why stays on record."""
    return advance(document, "remove", by=by, reason=reason)


@dataclass(frozen=True)
class Shown:
    """A document as a page lists it: where it opens, its scans, and for what was taken away why and by whom."""

    document: RelatedDocument
    url: str = ""
    scans: list[files.Shown] = field(default_factory=list)
    why: str = ""
    by: str = ""


def shown(documents: Iterable[RelatedDocument]) -> list[Shown]:
    """What a page lists. The links of scans hold for minutes; call it for documents that the reader may see."""
    found = list(documents)
    scans = files.of_each(one for one in found if one.kind == RelatedDocument.Kind.SCAN)
    return [Shown(one, one.path, scans.get(one.pk, []), **_removal(one)) for one in found]


def _removal(one: RelatedDocument) -> dict[str, Any]:
    """Why and by whom a document was taken away, from its trail."""
    if one.state != RelatedDocument.State.REMOVED:
        return {}
    entry = Entry.objects.about(one).select_related("text", "actor").last()
    return {"why": entry.words.get("reason", ""), "by": str(entry.actor or "")}
