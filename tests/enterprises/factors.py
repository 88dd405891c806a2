"""Second factors for tests: an app that shows codes, a sign-in through the real page."""

import time

from allauth.mfa.totp.internal import auth

from tests.factories import PASSWORD

SIGN_IN, FACTOR, APP = "/accounts/login/", "/accounts/login/factor/", "/accounts/factors/app/"


def code_of(secret):
    """What an authenticator app shows now."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in(client, person, **more):
    """The password alone, on the sign-in page."""
    return client.post(SIGN_IN, {"login": person.username, "password": PASSWORD, **more})


def set_up_app(client):
    """Through the page; returns the secret that the app then has."""
    secret = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret
