"""The pages of an import: the history with the door, the columns, the preview and the result."""

import tempfile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.access import may_import
from enterprises.directory import report
from enterprises.directory.tables import Unreadable
from enterprises.imports import deciding, error_file, layouts, showing, starting, undoing
from enterprises.imports.forms import ColumnsForm, FileForm
from enterprises.imports.rows import in_parts
from enterprises.models import DirectoryImport
from enterprises.models.directory_import import CHECKED, CHECKING, DONE, DRAFT, DROPPED, UNDOING, UNDONE, WRITING
from parkdesk.core import clock, paging
from parkdesk.core.idempotency import once
from parkdesk.core.spreadsheets import TYPES

PER_PAGE, SHOWN_AT_MOST = 25, 200
VERBS = {
    "check": starting.check,
    "confirm": starting.confirm,
    "stop": starting.stop,
    "undo": starting.undo,
    "drop": starting.drop,
}
# What may be asked for once more while it seems to run: its worker may have been killed.
AGAIN = {CHECKING: "check", WRITING: "confirm", UNDOING: "undo"}


def _job(request: HttpRequest, pk: int) -> DirectoryImport:
    if not may_import(request.user):
        raise PermissionDenied
    return get_object_or_404(DirectoryImport.objects.visible_to(request.user).select_related("by"), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Directory"), reverse("enterprises:directory")), (_("Imports"), reverse("enterprises:imports"))]


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The history of all imports, and the door for the next file."""
    if not may_import(request.user):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    if form.is_bound and form.is_valid():
        key, upload = form.cleaned_data["key"], form.cleaned_data["file"]
        made = once(f"import:{request.user.pk}", key, lambda: str(_bring(request, form, upload)))
        return redirect("enterprises:import_columns", pk=int(made[0]))
    page = Paginator(DirectoryImport.objects.visible_to(request.user).select_related("by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    facts = {"form": form, "jobs": [_line(one) for one in page], "pager": paging.around(page, {})}
    return render(request, "enterprises/imports/imports.html", facts | {"crumbs": _crumbs()[:1]})


def _bring(request: HttpRequest, form: FileForm, upload: Any) -> int:
    return starting.bring(upload, form.layout, by=request.user).pk


def _line(job: DirectoryImport) -> dict[str, Any]:
    return {"job": job, "totals": showing.totals_in_words(job.totals)}


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sheet, which row is the header, what each column holds."""
    job = _job(request, pk)
    if job.state not in (DRAFT, CHECKED) or job.is_forgotten:
        return redirect("enterprises:import", pk=pk)
    layout = _layout(request, job)
    form = ColumnsForm(request.POST if request.method == "POST" else None, layout=layout, only=job.only)
    if form.is_bound and form.is_valid():
        job = starting.name_columns(job, layout, form.read_as, only=form.cleaned_data["only"])
        starting.check(job, by=request.user)
        return redirect("enterprises:import", pk=pk)
    facts = {"job": job, "form": form, "layout": layout, "around": layout.around, "crumbs": _crumbs()}
    return render(request, "enterprises/imports/columns.html", facts)


def _layout(request: HttpRequest, job: DirectoryImport) -> layouts.Layout:
    """The layout as the address or the form asks for it, else as it was read last."""
    asked = request.POST if request.method == "POST" else request.GET
    row = asked.get("header", "")
    sheet = asked.get("sheet", job.sheet)
    number = int(row) if row.isdecimal() else (job.header_row if sheet == job.sheet else 0)
    try:
        with layouts.on_disk(job) as path:
            return layouts.look(path, sheet, number)
    except Unreadable as error:
        raise Http404 from error


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import as it stands: its progress, its preview or its result."""
    job = _job(request, pk)
    if job.state == DRAFT and not (job.trouble or job.is_forgotten):
        return redirect("enterprises:import_columns", pk=pk)
    is_quiet = job.is_running and job.beat_at and job.beat_at < clock.now() - starting.QUIET
    facts = {
        "job": job,
        "crumbs": _crumbs(),
        "left": showing.time_left(job),
        "percent": 100 * job.done // job.total if job.total else 0,
        "again": AGAIN[job.state] if is_quiet else "",
        "is_read": job.state in (CHECKED, DONE, UNDONE) and not job.is_forgotten,
    }
    return render(request, "enterprises/imports/one.html", facts | _preview(request, job))


def _preview(request: HttpRequest, job: DirectoryImport) -> dict[str, Any]:
    """The rows of one tab, with what may be decided."""
    counts = {name: count for name, count in job.totals.items() if count}
    if job.is_running or job.state in (DRAFT, DROPPED) or not counts or job.is_forgotten:
        return {}
    outcome = request.GET.get("outcome", "")
    if outcome not in counts:
        outcome = next(name for name in (report.REVIEW, report.ERROR, *counts) if name in counts)
    page = _page(request, job, outcome)
    return {
        "tabs": [_tab(name, counts, outcome) for name in counts],
        "outcome": outcome,
        "rows": showing.shown(page, is_open=job.state == CHECKED),
        "pager": paging.around(page, {"outcome": outcome}),
        "unknown": showing.unknown_places(job) if job.state == CHECKED else [],
        "will_write": showing.will_write(job.totals),
        "not_taken": sum(counts.get(name, 0) for name in error_file.NOT_TAKEN),
    }


def _page(request: HttpRequest, job: DirectoryImport, outcome: str) -> Page:
    rows = job.rows.filter(outcome=outcome).select_related("firm").order_by("number")
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _tab(name: str, counts: dict[str, int], outcome: str) -> dict[str, Any]:
    tab = {"label": showing.LABELS[name], "url": f"?outcome={name}", "count": counts[name]}
    return tab | {"is_current": name == outcome}


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Check once more, confirm, stop, take back, drop."""
    job = _job(request, pk)
    if verb not in VERBS:
        raise Http404
    job = VERBS[verb](job, by=request.user)
    return redirect("enterprises:imports" if job.state == DROPPED else reverse("enterprises:import", args=[pk]))


@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say what one held row is."""
    job = _job(request, pk)
    get_object_or_404(job.rows, number=number)
    deciding.decide(job, number, request.POST.get("choice", ""))
    starting.count_again(job)
    outcome = request.POST.get("outcome", "")
    return redirect(f"{reverse('enterprises:import', args=[pk])}?outcome={outcome}#rows")


@require_POST
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which parks and buildings unknown words mean, then check once more."""
    job = _job(request, pk)
    offered = {one.key: {code for code, _name in one.options} for one in showing.unknown_places(job)}
    said = {key: request.POST.get(f"place-{number}", "") for number, key in enumerate(offered, 1)}
    chosen = {key: code for key, code in said.items() if code in offered[key]}
    if chosen:
        starting.choose_places(job, chosen, is_kept=bool(request.POST.get("keep")))
        starting.check(job, by=request.user)
    return redirect("enterprises:import", pk=pk)


@require_safe
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking back would do, and which rows stay because somebody went on with them."""
    job = _job(request, pk)
    if job.state != DONE or job.is_forgotten:
        return redirect("enterprises:import", pk=pk)
    kept = [row for part in in_parts(job.rows.filter(is_written=True)) for row in undoing.changed_since(part)]
    facts = {"job": job, "written": job.rows.filter(is_written=True).count(), "kept": kept[:SHOWN_AT_MOST]}
    facts |= {"kept_count": len(kept), "back_count": facts["written"] - len(kept), "crumbs": _crumbs()}
    return render(request, "enterprises/imports/undo.html", facts)


@require_safe
def errors(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that were not taken, as a workbook in the sender's own layout."""
    job = _job(request, pk)
    if job.is_forgotten or not job.rows.filter(outcome__in=error_file.NOT_TAKEN).exists():
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    error_file.write(job, file)
    file.seek(0)
    name = f"import-{job.pk}-rows-to-mend.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES["xlsx"])
