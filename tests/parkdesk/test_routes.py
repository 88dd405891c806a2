"""The role table holds: every route is declared, and walked as everybody (quality 1)."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from enterprises.roles import Role
from parkdesk import gate, routes
from parkdesk.admission import A_KEY, OPEN_AT_THE_GATE, SIGNED_IN
from tests.factories import AppointmentFactory, EnterpriseFactory, MembershipFactory, PersonFactory

# One value for each converter and group that stands in an address.
SAMPLES = {
    "code": "2345678",
    "token": "0" * 40,
    "ref": "N-2026-000001-6",
    "verb": "accept",
    "signed": "x",
    "form": "json",
    "park": "P01",
    "pk": "1",
    "order": "1",
}


def addresses(resolver=None, prefix="", namespace=""):
    """Every address of the house: (view name, path), with admins of others as one address each."""
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + _sample(one.pattern)
        if isinstance(one, URLResolver):
            if path.strip("/") in {"cms", "admin"}:
                yield path.strip("/"), f"/{path}"
                continue
            inner = ":".join(part for part in (namespace, one.namespace) if part)
            yield from addresses(one, path, inner)
        elif isinstance(one, URLPattern):
            yield ":".join(part for part in (namespace, one.name) if part), f"/{path}"


def _sample(pattern):
    text = str(pattern)
    if text.startswith("^"):
        return "" if "P<" not in text else "password/reset/key/1-x/"
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda one: SAMPLES.get(one[2], "1" if one[1] == "int" else "x"), text)


@pytest.fixture
def people(db):
    """One person for each role, and two enterprises' people."""
    found = {role: AppointmentFactory(role=role).person for role in Role if role not in WITHOUT_APPOINTMENT}
    found["enterprise A"] = MembershipFactory(enterprise=EnterpriseFactory()).person
    found["enterprise B"] = MembershipFactory(enterprise=EnterpriseFactory()).person
    found["nobody in particular"] = PersonFactory()
    return found


WITHOUT_APPOINTMENT = {Role.VISITOR, Role.ENTERPRISE_MEMBER, Role.ENTERPRISE_ADMIN}


def test_every_route_of_the_house_is_declared():
    undeclared = [name for name, path in addresses() if routes.route_of(name, path) is None]
    assert not undeclared


def test_no_declared_route_has_gone():
    only_in_debug_or_demo = {name for name in routes.ROUTES if name.startswith(("demo", "pieces"))}
    known = {name for name, _ in addresses()} | only_in_debug_or_demo
    assert not set(routes.ROUTES) - known


def test_an_undeclared_route_is_closed_to_everybody(rf, monkeypatch):
    monkeypatch.delitem(routes.ROUTES, "privacy")
    request = rf.get("/privacy/")
    request.user = AnonymousUser()
    with translation.override("zh-hans"):
        request.resolver_match = get_resolver().resolve("/privacy/")
    with pytest.raises(gate.Http404):
        gate._ask(request, None, (), {})


def answer_of(request_factory: RequestFactory, name: str, path: str, user) -> int:
    """What the gate answers for this address and person: 200 when it lets through."""
    request = request_factory.get(path)
    request.user = user
    request.resolver_match = type("Match", (), {"view_name": name})()
    try:
        refused = gate._ask(request, None, (), {})
    except gate.Http404:
        return 404
    return (refused or HttpResponse()).status_code


def test_each_route_admits_its_roles_and_nobody_else(rf, people):
    for name, path in addresses():
        route = routes.route_of(name, path)
        is_open = route.who in OPEN_AT_THE_GATE
        assert answer_of(rf, name, path, AnonymousUser()) == (200 if is_open else 302), name
        for who, person in people.items():
            admitted = is_open or route.who == SIGNED_IN or who in route.who
            assert answer_of(rf, name, path, person) == (200 if admitted else 404), f"{name} as {who}"


def test_every_address_answers_each_role_without_an_error(client, people):
    """Walks the real views: what is admitted answers, what is not is hidden; nothing breaks."""
    for who, person in people.items():
        client.force_login(person)
        for name, path in addresses():
            if name in {"cms", "admin"} or name.startswith("wagtail"):
                continue
            status = client.get(path).status_code
            admitted = routes.route_of(name, path).admits(person)
            answers = {200, 286, 301, 302, 303, 404, 405, 410} if admitted else {404}
            if routes.route_of(name, path).who == A_KEY:  # a person is no key
                answers = {200, 400, 401, 404, 405}
            assert status in answers, f"{path} as {who}: {status}"


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, db):
    answer = client.get("/desk/?tab=mine")
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/desk/%3Ftab%3Dmine"


def test_a_system_administrator_does_not_reach_the_desk(client, people):
    client.force_login(people[Role.SYSTEM_ADMIN])
    assert client.get("/desk/").status_code == 404
    assert client.get("/health/").status_code == 200
