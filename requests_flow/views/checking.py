"""Before a need with personal data in its words is stored: what was found is shown, and hidden or kept (domain.md 11).

Nothing is stored until one of the two is pressed; everything that was typed travels along in the page.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requests_flow import masking
from requests_flow.forms.intake import NeedForm
from requests_flow.intake import Report

HIDE, KEEP, EDIT = "hide", "keep", "edit"
# Sent once more in another way, or not at all.
_APART = frozenset({"photo", "pictures", "remove"})


def has_to_ask(request: HttpRequest, form: NeedForm) -> bool:
    """Whether the words hold personal data and nobody has said yet what becomes of it. Call it on a valid form."""
    is_said = request.POST.get("personal") in (HIDE, KEEP)
    return not is_said and bool(masking.found(form.cleaned_data["text"], masking.OFFERED))


def page(request: HttpRequest, form: NeedForm) -> HttpResponse:
    """What was found, marked where it stands."""
    text = form.cleaned_data["text"]
    facts = {
        "pieces": masking.pieces(text),
        "found": masking.found(text, masking.OFFERED),
        "kept": _typed(request, form),
        "pictures": len(form.cleaned_data["pictures"]),
        "is_discreet": form.cleaned_data["is_protected"] or form.cleaned_data["for_whom"] == "personal",
    }
    return render(request, "requests_flow/check.html", facts)


def as_chosen(request: HttpRequest, report: Report) -> Report:
    """The report with its words as the reporter wants them stored."""
    if request.POST.get("personal") != HIDE:
        return report
    return replace(report, text=masking.masked(report.text, masking.OFFERED))


def _typed(request: HttpRequest, form: NeedForm) -> list[tuple[str, Any]]:
    """Names and values of what was sent, photos as the drafts that they have become."""
    said = [(name, request.POST[name]) for name in form.fields if name in request.POST and name not in _APART]
    return [*said, *(("pictures", key) for key in form.cleaned_data["pictures"])]
