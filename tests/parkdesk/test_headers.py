"""What stands on every answer of every address (quality 12): the policies that keep others out."""

import pytest
from django.test import Client

from enterprises.roles import Role
from tests.factories import AppointmentFactory
from tests.parkdesk.test_routes import addresses

pytestmark = pytest.mark.django_db
POLICY = "Content-Security-Policy"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
FRAMED = {"cms"}


@pytest.fixture
def asked(settings):
    """A client of a house behind TLS, as production sets it."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(headers={"x-forwarded-proto": "https"})


def missing(answer):
    """What an answer lacks, by name."""
    lacks = [name for name, value in ALWAYS.items() if answer.get(name) != value]
    lacks += [] if "camera=()" in answer.get("Permissions-Policy", "") else ["Permissions-Policy"]
    return lacks + _weak(answer.get(POLICY, ""))


def _weak(policy):
    wanted = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
    return [f"{POLICY}: {one}" for one in wanted if one not in policy] + [
        f"{POLICY}: {one}" for one in ("unsafe-inline", "unsafe-eval", "http:", "*") if one in policy
    ]


@pytest.mark.parametrize("role", [None, Role.SYSTEM_ADMIN, Role.DESK_MANAGER, Role.PARTY_COMMITTEE])
def test_every_answer_bears_every_policy(asked, role):
    if role is not None:
        asked.force_login(AppointmentFactory(role=role).person)
    found = {}
    for name, path in addresses():
        lacks = missing(asked.get(path)) if name not in FRAMED else []
        if lacks:
            found[path] = lacks
    assert not found


def test_a_page_that_is_not_there_bears_them_too(asked):
    assert missing(asked.get("/no-such-page/")) == []


def test_the_admin_is_as_strict_as_our_own_pages(asked):
    asked.force_login(AppointmentFactory(role=Role.SYSTEM_ADMIN).person)
    assert missing(asked.get("/admin/")) == []


def test_only_the_editors_house_has_a_policy_of_its_own(asked):
    asked.force_login(AppointmentFactory(role=Role.EDITOR).person)
    answer = asked.get("/cms/")
    assert "unsafe-inline" in answer[POLICY]
    assert "unsafe-eval" not in answer[POLICY]
    assert [name for name, value in ALWAYS.items() if answer.get(name) != value] == []
