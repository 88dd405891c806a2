"""The files of papers of a case: opened by whoever may read the case, by a link of some minutes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from councils import case_papers
from councils.models import Case
from parkdesk.core import files


@login_required
@require_safe
def paper(request: HttpRequest, park: str, pk: int, number: int, place: int) -> HttpResponse:
    """One file; the permission is asked each time, so that an address which was passed on opens nothing."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk, council__park__code=park)
    found = case_papers.file_of(case, number, place)
    if found is None:
        raise Http404
    return redirect(files.link(found))
