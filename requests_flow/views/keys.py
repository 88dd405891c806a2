"""The keys of other systems: a list, a form that shows the secret once, and a press that revokes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parkdesk.core import idempotency
from requests_flow.forms.keys import KeyTermsForm
from requests_flow.keys import make_key, revoke_key
from requests_flow.models import ApiKey


@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All keys, the newest first, with what each may do and when it was last used."""
    rows = ApiKey.objects.prefetch_related("parks").select_related("made_by").annotate(count=Count("needs"))
    return render(request, "requests_flow/keys.html", {"rows": rows.order_by("-made_at", "-pk")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_new(request: HttpRequest) -> HttpResponse:
    """Make a key. Its secret stands on the answer to this press and nowhere else; so there is no redirect."""
    form = KeyTermsForm(request.POST if request.method == "POST" else None, by=request.user)
    facts = {"form": form, "crumbs": [(_("Keys of other systems"), reverse("requests_flow:keys"))]}
    if not (form.is_bound and form.is_valid()):
        return render(request, "requests_flow/key_new.html", facts)
    made = _made_once(request, form)
    if not made:
        messages.info(request, _("This key was made already. Its secret was shown once; if it is lost, make another."))
        return redirect("requests_flow:keys")
    return render(request, "requests_flow/key_made.html", facts | made)


def _made_once(request: HttpRequest, form: KeyTermsForm) -> dict[str, object]:
    """The key with its secret; empty when this press was made before."""
    made: dict[str, object] = {}

    def make() -> str:
        made["key"], made["secret"] = key, _secret = make_key(form.terms(), by=request.user)
        return str(key.pk)

    idempotency.once(f"key:{request.user.pk}", form.cleaned_data["key"], make)
    return made


@login_required
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a key open nothing from now on."""
    key = revoke_key(get_object_or_404(ApiKey, pk=pk), by=request.user)
    messages.success(request, _("The key of %(name)s opens nothing any more.") % {"name": key.name})
    return redirect("requests_flow:keys")
