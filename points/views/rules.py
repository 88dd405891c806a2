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
    facts = {"chapters": _chapters(books), "book": books[0] if books else None, "earlier": books[1:]}
    return render(request, "points/rules.html", facts)


def _chapters(books: list[RuleBook]) -> list[dict[str, Any]]:
    """Rules by dimension, each read from the newest book that has it; what has no dimension comes last."""
    found: dict[int, RuleVersion] = {}
    for version in RuleVersion.objects.filter(book__in=books).order_by("-book__starts_on", "-book__revision", "pk"):
        found.setdefault(version.rule_id, version)
    shelves: dict[str, list[RuleVersion]] = {value: [] for value in Dimension.values}
    for version in found.values():
        shelves[version.dimension].append(version)
    return [
        {"title": Dimension(value).label if value else "", "rules": sorted(rows, key=lambda one: one.pk)}
        for value, rows in shelves.items()
        if rows
    ]
