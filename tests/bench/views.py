"""The bare views that every ratio is measured against (decisions 47): the least that does the same kind of thing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import clock
from tests.bench.models import Row

PAGE = 25


@require_http_methods(["GET", "POST"])
def insert(request: HttpRequest) -> HttpResponse:
    """One INSERT and a redirect, behind the same checks of middleware as every form."""
    if request.method != "POST":
        return render(request, "bench/insert.html")
    Row.objects.create(text=request.POST["text"], at=clock.now())
    return HttpResponseRedirect(request.path, status=303)


# The same for somebody whose session, person and roles are asked for first.
insert_signed_in = login_required(insert)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The newest 25 rows in a page of the house."""
    return render(request, "bench/rows.html", {"rows": Row.objects.order_by("-pk")[:PAGE]})
