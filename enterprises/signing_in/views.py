"""Pages of signing in that allauth does not have as the house needs them."""

from typing import Any

from allauth.account import views
from allauth.account.internal.stagekit import clear_login
from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse

from enterprises.signing_in import codes, houses, limits
from enterprises.signing_in.names import account_of


class _StartsAgain:
    """Whoever comes back to the beginning begins again, instead of being held at a code that never came."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        clear_login(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "ways": codes.ways(),
            "houses": houses.open_for(self.request),  # type: ignore[attr-defined]
        }


class SignIn(_StartsAgain, views.LoginView):
    """The one sign-in of desk, pages and administration."""


class AskForCode(_StartsAgain, views.RequestLoginCodeView):
    """Have a code sent."""


class TypeCode(views.ConfirmLoginCodeView):
    """Type the code that was sent. Wrong ones count for the account like wrong passwords, before they are looked at."""

    _usage: Any = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action == "verify":
            self._usage = limits.count(request, account_of(self._address))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self._usage:
            self._usage.rollback()
        return super().form_valid(form)

    @property
    def _address(self) -> str:
        state = self._process.state
        return state.get("email") or state.get("phone") or ""


class PasskeySignIn(NextRedirectMixin, LoginWebAuthnView):
    """Sign in with a passkey alone: it is two factors in one, what one has and who one is."""

    def form_valid(self, form: Any) -> HttpResponse:
        key = form.cleaned_data["credential"]
        login = Login(user=key.user, redirect_url=self.get_next_url())
        return perform_passwordless_login(self.request, key, login)


sign_in, ask_for_code, type_code, passkey_sign_in = (
    one.as_view() for one in (SignIn, AskForCode, TypeCode, PasskeySignIn)
)
