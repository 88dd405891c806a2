"""The directory of firms for the desk: found by name, letters or code, narrowed, and taken away as a table."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from enterprises import listing
from enterprises.access import may_import, may_keep_places
from enterprises.listing import CHOICES, Asked
from enterprises.models import Building, Park
from enterprises.place_views import refuse_others
from enterprises.roles import Role
from parkdesk.core import paging, spreadsheets

PER_PAGE = 25
EXPORTS = ("xlsx", "csv", "docx")


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All firms by park, for desk and auditor; `?q= &park= &building= &sector= &size= &status= &page=`."""
    is_desk = may_keep_places(request.user)
    if not (is_desk or request.user.wears(Role.DISCIPLINE_AUDITOR)):
        raise PermissionDenied
    asked = Asked.of(request.GET)
    page = Paginator(asked.rows(), PER_PAGE).get_page(request.GET.get("page"))
    keeps = may_import(request.user)
    facts = {
        "asked": asked,
        "firms": page,
        "total": page.paginator.count,
        "pager": paging.around(page, {**({"q": asked.query} if asked.query else {}), **asked.terms}),
        "chips": asked.chips(),
        "selects": _selects(asked),
        "kept": list(asked.terms.items()),
        "exports": [(kind, f"export.{kind}{asked.address()}") for kind in EXPORTS if is_desk],
        "with_contacts": [(kind, f"export.{kind}{asked.address()}&contacts=1") for kind in EXPORTS] if keeps else [],
        "may_import": keeps,
    }
    return render(request, "enterprises/directory.html", facts)


def _selects(asked: Asked) -> list[dict[str, Any]]:
    """The filters as select fields: name, label, options, chosen value."""
    parks = [(park.code, park.name) for park in Park.objects.order_by("name")]
    found = [("park", _("Park"), parks)]
    if "park" in asked.terms:
        buildings = Building.objects.filter(park__code=asked.terms["park"])
        found.append(("building", _("Building"), [(one.code, one.name) for one in buildings]))
    labels = {"sector": _("Sector"), "size": _("Size"), "status": pgettext("of a firm", "Status")}
    found += [(name, labels[name], list(some.choices)) for name, some in CHOICES.items()]
    return [
        {"name": name, "label": label, "options": options, "chosen": asked.terms.get(name, "")}
        for name, label, options in found
    ]


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the list in the address; `contacts=1` with the first contacts, for those who keep the directory."""
    refuse_others(request)
    asked, has_contacts = Asked.of(request.GET), bool(request.GET.get("contacts"))
    if has_contacts and not may_import(request.user):
        raise PermissionDenied
    mark = _note(request, asked, kind) if has_contacts else ""
    return spreadsheets.answer(listing.sheet(asked.rows(), has_contacts=has_contacts, mark=mark), kind, "enterprises")


def _note(request: HttpRequest, asked: Asked, kind: str) -> str:
    """Write the look down, and say what stands in the last row."""
    what = _("directory with contacts")
    spreadsheets.note_export(request.user, by=request.user, what=f"enterprises.{kind} {asked.address()}")
    return spreadsheets.watermark(request.user, what)
