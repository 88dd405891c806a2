"""Whoever a test signs in by `force_login` is signed in all the way: with a second factor, and seen just now.

The gate stays on in all tests. A test about the gate itself signs in through the sign-in page.
"""

import time
from typing import Any

import pytest
from allauth.account.internal.flows import login as flows
from django.contrib.auth import user_logged_in
from django.db import transaction
from django.test import Client

from enterprises.signing_in.sessions import SEEN

_plainly = Client._login
FAR = 4_102_444_800  # the year 2100


def _mark(request: Any, user: Any, **more: Any) -> None:
    request.session[flows.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    request.session[flows._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    request.session[SEEN] = FAR  # a test's clock may stand on any day


def _login(self: Client, user: Any, backend: str | None = None) -> None:
    user_logged_in.connect(_mark)  # so that the marks are saved with the rest, and no question more is asked
    try:
        _plainly(self, user, backend)
    finally:
        user_logged_in.disconnect(_mark)


Client._login = _login  # from now on, in this process


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens where it would without the test's own transaction round it."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, *more, **how: act())
