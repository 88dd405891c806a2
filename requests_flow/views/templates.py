"""Reply templates: the list, and the form of one. Specialists, the manager and the leader keep them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import clock, idempotency
from requests_flow.forms.replying import ReplyTemplateForm
from requests_flow.models import ReplyTemplate
from requests_flow.views.filters import desk_word


@login_required
@require_safe
def reply_templates(request: HttpRequest) -> HttpResponse:
    """All templates; those that are not used any more stand last."""
    found = ReplyTemplate.objects.order_by("is_retired", "category", "title")
    return render(request, "requests_flow/reply_templates.html", {"templates": found, "crumbs": _crumbs()[:1]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new template, or one to change."""
    one = get_object_or_404(ReplyTemplate, pk=pk) if pk else None
    form = ReplyTemplateForm(request.POST or None, by=request.user, initial=_initial(one))
    if form.is_bound and form.is_valid():
        idempotency.once(f"template:{pk}:{request.user.pk}", form.cleaned_data["key"], lambda: _store(one, form))
        messages.success(request, _("The template is kept."))
        return redirect("requests_flow:reply_templates")
    facts = {"form": form, "home": reverse("requests_flow:reply_templates"), "crumbs": _crumbs()}
    return render(request, "requests_flow/reply_template.html", facts)


def _initial(one: ReplyTemplate | None) -> dict[str, Any]:
    if one is None:
        return {}
    columns = ("pk", "category", "line", "body_zh", "body_en", "is_retired")
    return {"heading": one.title} | {name: getattr(one, name) for name in columns}


def _store(one: ReplyTemplate | None, form: ReplyTemplateForm) -> str:
    values = form.columns() | {"changed_by": form.by, "changed_at": clock.now()}
    kept = one or ReplyTemplate()
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    return str(kept.pk)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (desk_word(), reverse("requests_flow:desk")),
        (_("Reply templates"), reverse("requests_flow:reply_templates")),
    ]
