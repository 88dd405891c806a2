"""The one sign-in of the house. Nobody signs up: people are invited (decisions 18)."""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as paper
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path
from django.views.generic import RedirectView

from enterprises.signing_in import factor_views
from enterprises.signing_in.views import ask_for_code, passkey_sign_in, sign_in, type_code

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("login/code/", ask_for_code, name="account_request_login_code"),
    path("login/code/confirm/", type_code, name="account_confirm_login_code"),
    path("login/passkey/", passkey_sign_in, name="mfa_login_webauthn"),
    path("login/factor/", factors.authenticate, name="mfa_authenticate"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("again/factor/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/", factor_views.index, name="mfa_index"),
    path("factors/app/", app.activate_totp, name="mfa_activate_totp"),
    path("factors/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("factors/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("factors/passkeys/new/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", factor_views.remove_passkey, name="mfa_remove_webauthn"),
    path("factors/codes/", paper.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/codes/new/", paper.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factors/codes/file/", paper.download_recovery_codes, name="mfa_download_recovery_codes"),
]
