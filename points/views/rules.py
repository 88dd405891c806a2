"""The rule book, for everybody: what earns how much, with its limits, and which joint session approved it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parkdesk.core import clock
from points.models import RuleBook, RuleVersion

Dimension = RuleVersion.Dimension


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What is in force today, by dimension, and the books before."""
    books = list(RuleBook.objects.in_force(clock.today()))
    book = books[0] if books else None
    facts = {"chapters": _chapters(list(book.versions.all())) if book else [], "book": book, "earlier": books[1:]}
    return render(request, "points/rules.html", facts)


def _chapters(versions: list[RuleVersion]) -> list[dict[str, Any]]:
    """Rules by dimension, what is worth most first; what has no dimension comes last."""
    return [
        {"title": Dimension(value).label if value else "", "rules": _of(value, versions)}
        for value in Dimension.values
        if _of(value, versions)
    ]


def _of(dimension: str, versions: list[RuleVersion]) -> list[RuleVersion]:
    return sorted((one for one in versions if one.dimension == dimension), key=lambda one: (-one.points, one.pk))
