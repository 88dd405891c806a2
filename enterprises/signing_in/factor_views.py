"""My second factors, and the list from which a lost one is reset."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from enterprises.signing_in import people, second_factor

SHOWN = 100


class ResetForm(forms.Form):
    """Why somebody else's second factor is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: the phone is lost, rung back on the known number. The person reads this."),
    )  # fmt: skip


class Index(IndexView):
    """What I have set up, and whether I must."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person: Person = self.request.user  # type: ignore[assignment]
        facts = super().get_context_data(**kwargs)
        must, has = second_factor.must_show(person), second_factor.has_any(person)
        return facts | {"must": must, "is_shut": must and not has, "crumbs": [(_("My page"), reverse("me"))]}


class RemovePasskey(RemoveWebAuthnView):
    """The last factor stays while a role asks for one."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = second_factor.FactorAdapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_index")


index = Index.as_view()
remove_passkey = RemovePasskey.as_view()


@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Who must show a second factor, who has one, when each last signed in."""
    asked = request.GET.get("q", "").strip()
    rows = [(one, people.worn_by(one)) for one in people.who_must_show(asked)[:SHOWN]]
    facts = {"rows": rows, "asked": asked, "crumbs": [(_("My page"), reverse("me"))]}
    return render(request, "enterprises/sign_ins.html", facts)


@login_required
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Reset somebody's second factors, with the reason."""
    person = get_object_or_404(Person, pk=pk)
    if not second_factor.may_reset(person, request.user):
        raise Http404
    form = ResetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        second_factor.reset(person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Reset. %(name)s sets up a new one at the next sign-in.") % {"name": person})
        return redirect("enterprises:sign_ins")
    crumbs = [(_("Sign-ins of staff"), reverse("enterprises:sign_ins"))]
    return render(request, "enterprises/factor_reset.html", {"form": form, "person": person, "crumbs": crumbs})
