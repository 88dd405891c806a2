"""Going to another house and coming back; my connections to them."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from enterprises.signing_in import house_rules, houses

# What an answer that is none leads to in the libraries.
_FORGED = (KeyError, TypeError, ValueError, AttributeError, OAuth2Error, RequestException)


@require_safe
def go(request: HttpRequest, house: str) -> HttpResponse:
    """Off to the other house: to sign in, or from my own page to connect it with my account."""
    door = houses.find(request, house)
    if door is None:
        raise Http404
    process = "connect" if "key" in request.GET else "login"
    if process == "connect" and not _is_mine(request):
        raise Http404
    try:
        provider = get_adapter().get_provider(request, house)
        return provider.redirect(request, process, next_url=get_next_redirect_url(request))
    except _FORGED:
        return house_rules.refuse(request)


@require_safe
def back(request: HttpRequest, house: str) -> HttpResponse:
    """Back from there. Whatever is wrong with the answer, nobody is signed in and one plain page says so."""
    try:
        provider = get_adapter().get_provider(request, house)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        return OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))(request)
    except _FORGED:
        return house_rules.refuse(request)


def _key(request: HttpRequest) -> str:
    """Shows that a link to connect stood on my own page: nobody else can make one for my session."""
    return salted_hmac("connect a house", request.session.session_key or "", secret=settings.SECRET_KEY).hexdigest()


def _is_mine(request: HttpRequest) -> bool:
    return request.user.is_authenticated and constant_time_compare(request.GET["key"], _key(request))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Which other houses open my account."""
    connected = {one.provider: one for one in SocialAccount.objects.filter(user=request.user)}
    rows: list[dict[str, Any]] = [
        {"door": door, "account": connected.get("oidc" if door.provider == "openid_connect" else door.provider)}
        for door in houses.open_for(request)
    ]
    facts = {"rows": rows, "key": _key(request), "crumbs": [(_("My page"), reverse("me"))]}
    return render(request, "enterprises/houses.html", facts)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of my connections away."""
    account = get_object_or_404(SocialAccount.objects.filter(user=request.user), pk=pk)
    house_rules.disconnect(account, by=request.user)
    messages.success(request, _("It opens your account no more."))
    return redirect("me_houses")
