"""One firm of the directory for those who look after it, and its contact for a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from enterprises import belonging
from enterprises.roles import DESK, Role
from parkdesk import firm_contact
from requests_flow.forms.looking import LookForm


class ReachForm(LookForm):
    """An audit is none of the usual reasons: it says in words what it is about (domain.md 3)."""

    title = gettext_lazy("Show the contact of the firm")
    lede = gettext_lazy("Your name, the time and the reason are recorded, and the people of the firm can read them.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext("The firm reads this: name no need and nobody.")
        self.fields["reason"].required = self.by.wears(Role.DISCIPLINE_AUDITOR)


@require_safe
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the directory says of one firm; its contact masked."""
    one = get_object_or_404(firm_contact.seen_by(request.user), pk=pk)
    person = request.user
    facts = {
        "firm": one,
        "hint": firm_contact.masked(one),
        "may_look": firm_contact.may_look(one, person),
        "may_correct": belonging.kept_by(person).filter(pk=one.pk).exists(),
        "may_read_changes": belonging.readable_by(person).filter(pk=one.pk).exists(),
        "crumbs": _crumbs(request),
    }
    return render(request, "parkdesk/firm.html", facts)


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    if request.user.wears(*DESK, Role.DISCIPLINE_AUDITOR):
        return [(gettext("Directory"), reverse("enterprises:directory"))]
    return [(gettext("Parks"), reverse("parks"))]


@require_http_methods(["GET", "HEAD", "POST"])
def firm_contact_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the contact once, for a reason that is written down (quality 18)."""
    one = get_object_or_404(firm_contact.seen_by(request.user), pk=pk)
    if not firm_contact.may_look(one, request.user):
        raise PermissionDenied
    form = ReachForm(request.POST if request.method == "POST" else None, by=request.user)
    facts: dict[str, Any] = {"form": form, "over": one.name, "home": reverse("firm", args=[one.pk])}
    if form.is_bound and form.is_valid():
        shown = firm_contact.look(one, reason=form.said, by=request.user)
        return render(request, "parkdesk/firm_contact.html", facts | {"shown": shown})
    return render(request, "enterprises/act.html", facts)
