"""Supervision as files: the order and the bulletin as PDF and as .docx (decisions 51), and the bulletin's page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councils import supervision_papers as papers
from councils.models import SupervisionOrder
from councils.models.supervision_queries import SEES_ALL
from councils.quarters import Quarter
from councils.supervision_bulletin import bulletin
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock, form_sheet, pdf
from requests_flow import came_back

# Who reads how all units stand; a unit reads its own orders and letters.
READ_THE_BULLETIN = (*SEES_ALL, Role.SPECIALIST, Role.SUBDISTRICT)
QUARTERS_BACK = 4


def reads_the_bulletin(person: Person) -> bool:
    return bool(person.wears(*READ_THE_BULLETIN))


@login_required
@require_safe
def order_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed order."""
    one = _order(request, pk)
    return pdf.answer(lambda: form_sheet.pdf_of(papers.order_form(one)), _name(one))


@login_required
@require_safe
def order_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same order for an office that writes on."""
    one = _order(request, pk)
    return form_sheet.answer_docx(form_sheet.docx_of(papers.order_form(one)), _name(one))


def _order(request: HttpRequest, pk: int) -> SupervisionOrder:
    """An order that has a number, if this person may know of it. Raises Http404."""
    seen = SupervisionOrder.objects.visible_to(request.user).registered()
    along = ("need", "resolution", "park", "unit", "asked", "issuer", "checker")
    return get_object_or_404(seen.select_related(*along), pk=pk)


def _name(one: SupervisionOrder) -> str:
    return f"supervision-{one.year}-{one.number}"


@login_required
@require_safe
def show_bulletin(request: HttpRequest) -> HttpResponse:
    """The bulletin of a quarter (`?of=2026Q4`): on the screen, and as files."""
    quarter = _quarter(request)
    facts = {
        "bulletin": bulletin(*quarter),
        "quarter": quarter,
        "quarters": _quarters(quarter),
        "definition": came_back.DEFINITION,
        "crumbs": [(_("Supervision"), reverse("councils:supervision"))],
    }
    return render(request, "councils/supervision_bulletin.html", facts)


@login_required
@require_safe
def bulletin_pdf(request: HttpRequest) -> HttpResponse:
    quarter = _quarter(request)
    return pdf.answer(lambda: form_sheet.pdf_of(papers.bulletin_form(bulletin(*quarter))), f"bulletin-{quarter}")


@login_required
@require_safe
def bulletin_docx(request: HttpRequest) -> HttpResponse:
    quarter = _quarter(request)
    return form_sheet.answer_docx(form_sheet.docx_of(papers.bulletin_form(bulletin(*quarter))), f"bulletin-{quarter}")


def _quarter(request: HttpRequest) -> Quarter:
    """The quarter asked for, or the running one. Raises Http404 for who does not read the bulletin."""
    if not reads_the_bulletin(request.user):
        raise Http404
    return Quarter.read(request.GET.get("of", "")) or Quarter.of(clock.today())


def _quarters(shown: Quarter) -> list[dict[str, Any]]:
    """The running quarter and some before it, as tabs."""
    running = Quarter.of(clock.today())
    return [
        {
            "label": _("%(year)s, quarter %(quarter)s") % {"year": one.year, "quarter": one.number},
            "url": f"?of={one}",
            "count": None,
            "is_current": one == shown,
        }
        for one in (running.back(count) for count in range(QUARTERS_BACK))
    ]
