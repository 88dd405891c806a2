"""The minutes of a meeting: the document, what holds it up, objections, signatures, the PDF."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import corrections, countersigning, minutes_lint, papers, papers_docx
from councils import minutes as acts
from councils.forms import corrections as correcting
from councils.forms import minutes as forms
from councils.meeting_guards import keeps_minutes, reads_all_councils
from councils.membership import seat_of
from councils.models import Minutes
from councils.views.acts import Act, Place, buttons, take
from councils.views.resolutions import lines_of
from parkdesk.core import files, pdf
from parkdesk.core.actors import is_person

State = Minutes.State
PILLS = {State.DRAFT: "wait", State.CIRCULATED: "going", State.APPROVED: "going", State.SIGNED: "going"}
# From here on parties countersign.
SIGNED_FROM = frozenset({State.APPROVED, State.SIGNED, State.ISSUED})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ALONG = ("council__park", "meeting__council__park", "meeting__rule_set", "issuer")


def _answer(minutes: Minutes, *, objection: Any, answer: str, is_upheld: bool, by: Any) -> Minutes:
    return acts.answer(objection, answer=answer, is_upheld=is_upheld, by=by)


def _has_still_to_sign(minutes: Minutes, person: Any) -> bool:
    return Minutes.objects.to_countersign_by(person).filter(pk=minutes.pk).exists()


# What may be asked for, the likeliest first.
ACTS = {
    "circulate": Act(forms.CirculateForm, acts.circulate, "circulate", is_main=True),
    "approve": Act(forms.ApproveForm, acts.approve, "approve", is_asked=False, is_main=True),
    "countersign": Act(
        forms.CountersignForm, acts.countersign, "countersign", is_main=True, makes_sense=_has_still_to_sign
    ),
    "issue": Act(forms.IssueForm, acts.issue, "issue", is_main=True),
    "frame": Act(forms.FrameForm, acts.frame, "frame"),
    "object": Act(forms.ObjectForm, acts.object_to, "object"),
    "supersede": Act(correcting.MakeForm, corrections.make, "supersede", is_main=True),
    "leave": Act(correcting.LeaveForm, corrections.leave, "leave_as_it_is"),
    "ask_correction": Act(correcting.AskForm, corrections.ask, "ask_correction"),
    "attach_scan": Act(correcting.ScanForm, corrections.attach_scan, "attach_scan"),
}
# Beside an objection, not among the buttons of the page.
ANSWERS = {"answer": Act(forms.AnswerForm, _answer, "answer")}


@require_safe
def minutes(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The document as everybody reads it; for those inside, what is still to be done before it is issued."""
    one = _find(request, park, pk)
    is_inside = _is_inside(request, one)
    keeps = is_person(request.user) and keeps_minutes(one, request.user)
    facts = {
        "minutes": one,
        "sheet": acts.html(one, get_language()),
        "pill": PILLS.get(State(one.state), "done"),
        "is_inside": is_inside,
        "buttons": buttons(one, request.user, PLACE) if is_person(request.user) else [],
        "unfinished": acts.unfinished(one.meeting) if keeps and one.state == State.DRAFT else [],
        "objections": one.objections.select_related("representative__person") if is_inside else [],
        "keeps": keeps,
        "findings": minutes_lint.findings(one) if keeps and one.state == State.DRAFT else [],
        "scans": files.shown(files.of(one)) if is_inside else [],
        "versions": one.versions.all() if one.version > 1 else [],
        "countersigning": countersigning.standing(one) if is_inside and one.state in SIGNED_FROM else None,
        "lines": lines_of(one.meeting, request.user),
        "is_untouched": acts.is_untouched(one),
        "crumbs": _crumbs(one),
    }
    return render(request, "councils/minutes.html", facts)


@require_safe
def version(request: HttpRequest, park: str, pk: int, number: int) -> HttpResponse:
    """A version that was corrected since, as it stood; it says so and leads to the one that stands."""
    one = _find(request, park, pk)
    old = get_object_or_404(one.versions, version=number)
    why = one.corrections.filter(version=number, is_made=True).values_list("reason", flat=True).first()
    facts = {"minutes": one, "old": old, "why": why, "crumbs": [*_crumbs(one), (_("Minutes"), one.get_absolute_url())]}
    return render(request, "councils/minutes_version.html", facts | {"sheet": acts.html_of(old.record, get_language())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every act on minutes."""
    return take(request, _find(request, park, pk), verb, PLACE if verb in ACTS else ANSWERED)


@require_safe
def sheet(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The PDF: the stored one once they are issued, else a draft made for those inside. English on demand."""
    one = _find(request, park, pk)
    try:
        if one.state == State.ISSUED and get_language() != "en":
            response: Any = FileResponse(papers.file_of(one).open("rb"), content_type="application/pdf")
        else:
            response = HttpResponse(papers.pdf_of(one, get_language()), content_type="application/pdf")
    except pdf.Missing as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{_name(one)}.pdf"'
    return response


@login_required
@require_safe
def document(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The .docx, for those inside who file it on paper. Raises Http404 for everybody else."""
    one = _find(request, park, pk)
    if not _is_inside(request, one):
        raise Http404
    response = HttpResponse(papers_docx.docx_of(one, get_language()), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{_name(one)}.docx"'
    return response


@login_required
@require_safe
def countersign_sheet(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The sheet for those who sign on paper. Raises Http404 before it is time, and for everybody outside."""
    one = _find(request, park, pk)
    if one.state not in SIGNED_FROM or not _is_inside(request, one):
        raise Http404
    return pdf.answer(lambda: countersigning.sheet(one), f"countersigning-{_name(one)}")


def _is_inside(request: HttpRequest, one: Minutes) -> bool:
    """Members of the council, the office and those who supervise it."""
    person = request.user
    return is_person(person) and (reads_all_councils(person) or seat_of(person, one.council) is not None)


def _name(one: Minutes) -> str:
    number = f"{one.year}-{one.number}" if one.number else "draft"
    return f"minutes-{one.council.park.code}-{number}"


def _find(request: HttpRequest, park: str, pk: int) -> Minutes:
    """The minutes, if this reader may know of them. Raises Http404."""
    rows = Minutes.objects.visible_to(request.user).select_related(*ALONG)
    return get_object_or_404(rows, council__park__code=park, pk=pk)


def _crumbs(one: Minutes) -> list[tuple[str, str]]:
    return [(_("Park councils"), reverse("councils:mine")), (one.council.park.name, one.council.get_absolute_url())]


def _url(one: Minutes, verb: str) -> str:
    return reverse("councils:minutes_act", args=[one.council.park.code, one.pk, verb])


def _beside(one: Minutes) -> dict[str, Any]:
    return {"crumbs": [*_crumbs(one), (_("Minutes"), one.get_absolute_url())], "minutes": one}


def _initial(one: Minutes) -> dict[str, Any]:
    return {
        "heading": one.title,
        "heading_en": one.title_en,
        "copy_to": one.copy_to,
        "copy_to_en": one.copy_to_en,
    }


PLACE = Place("minutes", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside, initial=_initial)
ANSWERED = Place("minutes", ANSWERS, _url, lambda one: f"{one.get_absolute_url()}#objections", facts=_beside)
