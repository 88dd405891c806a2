"""The page of the directory's quality, its lists, and asking a firm whether its data are right."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import amending, quality, quality_sheet
from enterprises.amend_forms import CheckForm
from enterprises.models import DataCheck, Enterprise, Park
from parkdesk.core import limits, spreadsheets
from parkdesk.core.flow import open_steps

SIZE = 50
PRESSES_AN_HOUR, HOUR = 20, timedelta(hours=1)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Each kind of flaw with its count, of all parks or of one (`?park=`)."""
    park = _park(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for problem, count in quality.counts(park):
        url = _address(reverse("enterprises:quality_list", args=[problem.code]), park)
        tile = {"problem": problem, "count": count, "url": url}
        groups.setdefault(str(problem.group), []).append(tile)
    facts = {"groups": list(groups.items()), "total": quality.total(park), "answers": _answers(park)}
    return render(request, "enterprises/quality.html", facts | _choice(request, park))


def _answers(park: Park | None) -> Any:
    """What firms answered lately that something has changed, for the desk to look at."""
    wrong = DataCheck.objects.filter(state=DataCheck.State.WRONG).select_related("enterprise__park")
    return (wrong.filter(enterprise__park=park) if park else wrong).order_by("-ended_at")[:10]


@require_safe
def problem_list(request: HttpRequest, code: str) -> HttpResponse:
    """The firms with one kind of flaw."""
    problem, park = _problem(code), _park(request)
    page = Paginator(quality.rows(problem, park), SIZE).get_page(request.GET.get("page"))
    asked = DataCheck.objects.waiting().filter(enterprise__in=[one.pk for one in page])
    files = [(form, _address(reverse("enterprises:quality_file", args=[code, form]), park)) for form in ("csv", "xlsx")]
    facts = {"problem": problem, "page": page, "asked": set(asked.values_list("enterprise", flat=True)), "files": files}
    crumbs = [(_("Quality of the directory"), _address(reverse("enterprises:quality"), park))]
    return render(request, "enterprises/quality_list.html", facts | _choice(request, park) | {"crumbs": crumbs})


@require_safe
def problem_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The same list as csv or xlsx, without personal data."""
    return spreadsheets.answer(quality_sheet.sheet(_problem(code), _park(request)), form, code)


def _problem(code: str) -> quality.Problem:
    if code not in quality.BY_CODE:
        raise Http404
    return quality.BY_CODE[code]


def _park(request: HttpRequest) -> Park | None:
    return Park.objects.filter(code=request.GET.get("park", "")).first()


def _choice(request: HttpRequest, park: Park | None) -> dict[str, Any]:
    return {"park": park, "parks": Park.objects.order_by("code"), "here": request.path}


def _address(path: str, park: Park | None) -> str:
    return f"{path}?{urlencode({'park': park.code})}" if park else path


@require_POST
def ask_to_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one firm whether its data are right; back to the list."""
    firm = get_object_or_404(Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT), pk=pk)
    amending.ask_to_confirm(firm, by=request.user)
    messages.success(request, _("%(firm)s is asked.") % {"firm": firm})
    code = request.POST.get("list", "")
    back = (
        reverse("enterprises:quality_list", args=[code]) if code in quality.BY_CODE else reverse("enterprises:quality")
    )
    return redirect(_address(back, _park_of(request)))


def _park_of(request: HttpRequest) -> Park | None:
    return Park.objects.filter(code=request.POST.get("park", "")).first()


# --- the firm's side ---------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """The firm's data as the directory has them; one tap confirms, a sentence says what changed."""
    one = DataCheck.objects.behind(token).select_related("enterprise__park", "enterprise__building").first()
    if one is None:
        raise Http404
    by = amending.by_whom(one, request.user)
    form = CheckForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_bound and form.is_valid():
        limits.hit(f"datacheck:{one.pk}", limit=PRESSES_AN_HOUR, window=HOUR)
        if one.state == DataCheck.State.ASKED:
            amending.answer_check(one, said=form.cleaned_data["said"], by=by)
        return HttpResponseRedirect(one.get_link(), status=303)
    facts = {"one": one, "firm": one.enterprise, "form": form, "is_open": bool(open_steps(one, by, among=("confirm",)))}
    return render(request, "enterprises/check.html", facts)
