"""What another house's word is worth here: it opens an account that was connected before, and makes none."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import signals
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Person
from enterprises.signing_in import houses
from parkdesk.core.flow import record


class HouseAdapter(DefaultSocialAccountAdapter):
    """The rules. A stranger learns that nobody is connected, and how to connect; an account is never made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """From the settings alone: keys stand in no table that somebody could edit."""
        apps = [door.app() for door in houses.open_for(request)]
        return [one for one in apps if provider in (None, one.provider, one.provider_id)]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        found = self.list_apps(request, provider=provider)
        if len(found) > 1:
            raise MultipleObjectsReturned
        if not found:
            raise SocialApp.DoesNotExist
        return found[0]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """A number that the other house has verified, and the person here as well, connects the two."""
        # Only OpenID Connect sends one along; no answer of the others has any.
        if sociallogin.state.get("nonce") != getattr(sociallogin, "nonce", None):
            raise ImmediateHttpResponse(refuse(request))
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect" or not sociallogin.phone:
            return
        person = Person.objects.filter(phone=sociallogin.phone, phone_verified=True, is_active=True).first()
        if person:
            sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Somebody who changed their mind goes back; everything else is one plain page, whatever went wrong."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("You did not allow it there, so nobody was signed in."))
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(refuse(request))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("me_houses")


def refuse(request: HttpRequest) -> Any:
    """401: the other house's answer does not hold."""
    return render(request, "socialaccount/authentication_error.html", status=401)


@receiver(signals.social_account_added)
@transaction.atomic
def _write_connected(sociallogin: SocialLogin, **more: Any) -> None:
    person = Person.objects.select_for_update().get(pk=sociallogin.user.pk)
    record(person, "connect_house", by=person, facts={"house": sociallogin.account.provider})


@transaction.atomic
def disconnect(account: SocialAccount, *, by: Person) -> Person:
    """Take a connection away; the other house then opens nothing here any more."""
    person = Person.objects.select_for_update().get(pk=account.user_id)
    account.delete()
    record(person, "disconnect_house", by=by, facts={"house": account.provider})
    return person
