"""Class cases as everybody reads them: what was asked often, its answer, what was done so that it ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from requests_flow import classes
from requests_flow.models import ClassCase
from requests_flow.words import Category

SHOWN = 100


@require_safe
def all_public(request: HttpRequest) -> HttpResponse:
    """All published class cases, the newest first."""
    found = ClassCase.objects.published().select_related("park")[:SHOWN]
    rows = [{"case": one, "category": Category(one.category).label} for one in found]
    return render(request, "requests_flow/public_classes.html", {"rows": rows})


@require_safe
def public_class(request: HttpRequest, pk: int) -> HttpResponse:
    """One published class case: no firm, no need and no number of one, counts alone."""
    one = get_object_or_404(ClassCase.objects.published().select_related("park", "service"), pk=pk)
    facts = {
        "case": one,
        "category": Category(one.category).label,
        "figures": classes.figures(one),
        "is_untranslated": get_language() == "en" and not one.is_in_both_languages,
        "crumbs": [(_("Asked by many"), reverse("requests_flow:public_classes"))],
    }
    return render(request, "requests_flow/public_class.html", facts)
