"""Delegated filings at the desk: the register, one with its papers, each step, letter and receipt as PDF and .docx."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Person
from parkdesk.core import files, flow, form_sheet, idempotency, pdf, states
from requests_flow import filing_paper, filings
from requests_flow.forms.filings import STEPS, GiveBackForm, PaperForm, ProposeForm
from requests_flow.models import Filing, FilingPaper
from requests_flow.models.filing import TAKES_PAPERS
from requests_flow.views.buttons import Button, is_one_press
from requests_flow.views.documents import crumbs_of, need_at_the_desk
from requests_flow.views.filters import desk_word

SHOWN = 200
USE_CASES: dict[str, Callable[..., Any]] = {"attach_letter": filings.attach_letter}
SHEETS = {"letter": filing_paper.letter, "receipt": filing_paper.receipt}


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every open filing with what is here of its firm; what should have gone back or come stands out."""
    seen = Filing.objects.visible_to(request.user).open().select_related("need__park", "need__enterprise")
    rows = [
        {"filing": one, "papers": [paper for paper in one.papers.all() if paper.state in ("held", "missing")]}
        for one in seen.prefetch_related("papers").order_by("opened_at")[:SHOWN]
    ]
    rows.sort(key=lambda row: not any(paper.is_late for paper in row["papers"]))
    crumbs = [(desk_word(), reverse("requests_flow:desk"))]
    return render(request, "requests_flow/filings.html", {"rows": rows, "crumbs": crumbs})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def filing_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer to file for the firm."""
    need = need_at_the_desk(request, ref)
    form = ProposeForm(request.POST or None, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"filing:{need.pk}:{request.user.pk}"
        pk, _new = idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(filings.propose(need, form.mandate(), by=form.by).pk)
        )
        messages.success(request, _("The firm finds it on its tracking page."))
        return redirect("requests_flow:filing", ref=need.reference, pk=int(pk))
    facts = {"form": form, "need": need, "home": need.get_absolute_url(), "crumbs": crumbs_of(need)}
    return render(request, "requests_flow/step.html", facts)


@login_required
@require_safe
def filing(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """One filing: where it stands, its papers, what can be done."""
    one = _find(request, ref, pk)
    facts = {
        "filing": one,
        "need": one.need,
        "stage": filings.stage(one),
        "papers": _with_copies(filings.papers_of(one)),
        "takes_papers": one.state in TAKES_PAPERS,
        "buttons": _buttons(one, request.user),
        "scans": files.shown(files.of(one)),
        "key": idempotency.new_key(),
        "crumbs": crumbs_of(one.need),
    }
    return render(request, "requests_flow/filing.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def filing_step(request: HttpRequest, ref: str, pk: int, verb: str) -> HttpResponse:
    """One step of a filing."""
    one = _find(request, ref, pk)
    if verb not in STEPS:
        raise Http404
    form = STEPS[verb](*_given(request), filing=one, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"filing:{verb}:{one.pk}", form.cleaned_data["key"], lambda: _take(one, verb, form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect(one)
    flow.refuse_unless_open(one, states.find(one, verb))
    return render(request, "requests_flow/step.html", _page(one, form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a paper, or note that it follows."""
    one = _find(request, ref, pk)
    form = PaperForm(*_given(request), by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"paper:{one.pk}", form.cleaned_data["key"], lambda: _take_in(one, form))
        messages.success(request, _("The paper is on record."))
        return redirect(one)
    return render(request, "requests_flow/step.html", _page(one, form))


@login_required
@require_POST
def paper_receive(request: HttpRequest, ref: str, pk: int, paper: int) -> HttpResponse:
    """A paper that was to follow has come."""
    one = _find(request, ref, pk)
    filings.receive(get_object_or_404(FilingPaper, filing=one, pk=paper), by=request.user)
    messages.success(request, _("The paper is on record."))
    return redirect(one)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_back(request: HttpRequest, ref: str, pk: int, paper: int) -> HttpResponse:
    """A paper goes back."""
    one = _find(request, ref, pk)
    found = get_object_or_404(FilingPaper, filing=one, pk=paper)
    form = GiveBackForm(*_given(request), by=request.user)
    if form.is_bound and form.is_valid():
        filings.give_back(found, by=request.user, **form.facts())
        messages.success(request, _("The paper is given back."))
        return redirect(one)
    flow.refuse_unless_open(found, states.find(found, "give_back"))
    return render(request, "requests_flow/step.html", _page(one, form))


@login_required
@require_safe
def sheet(request: HttpRequest, ref: str, pk: int, kind: str) -> HttpResponse:
    """Letter or receipt as PDF."""
    one = _find(request, ref, pk)
    return pdf.answer(lambda: form_sheet.pdf_of(SHEETS[kind](one)), f"{kind}-{one.need.reference}")


@login_required
@require_safe
def document(request: HttpRequest, ref: str, pk: int, kind: str) -> HttpResponse:
    """Letter or receipt as .docx."""
    one = _find(request, ref, pk)
    return form_sheet.answer_docx(form_sheet.docx_of(SHEETS[kind](one)), f"{kind}-{one.need.reference}")


def _given(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _take(one: Filing, verb: str, form: Any) -> str:
    if verb in USE_CASES:
        return str(USE_CASES[verb](one, by=form.by, **form.facts()).pk)
    return str(flow.advance(one, verb, by=form.by, **form.facts()).pk)


def _with_copies(papers: list[FilingPaper]) -> list[FilingPaper]:
    """The papers, each with what was stored of it under `copies`."""
    found = files.of_each(papers)
    for one in papers:
        one.copies = found.get(one.pk, [])
    return papers


def _take_in(one: Filing, form: PaperForm) -> str:
    return str(filings.take_in(one, form.paper(), by=form.by, pictures=form.cleaned_data["pictures"]).pk)


def _find(request: HttpRequest, ref: str, pk: int) -> Filing:
    need = need_at_the_desk(request, ref)
    seen = Filing.objects.visible_to(request.user).select_related("need__park", "need__enterprise", "opened_by")
    return get_object_or_404(seen, need=need, pk=pk)


def _buttons(one: Filing, person: Person) -> list[Button]:
    verbs = [verb for verb in STEPS if verb in flow.open_steps(one, person, among=STEPS)]
    return [
        Button(
            verb=verb,
            label=STEPS[verb].label,
            url=reverse("requests_flow:filing_step", args=[one.need.reference, one.pk, verb]),
            key=idempotency.new_key() if is_one_press(STEPS[verb]) else "",
            is_final=STEPS[verb].is_final,
            is_main=verb == verbs[0],
        )
        for verb in verbs
    ]


def _page(one: Filing, form: Any) -> dict[str, Any]:
    crumbs = [*crumbs_of(one.need), (_("Filing for the firm"), one.get_absolute_url())]
    return {"form": form, "need": one.need, "home": one.get_absolute_url(), "crumbs": crumbs}
