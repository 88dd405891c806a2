"""What a cache on the way may keep: pages that are the same for everybody, and nothing else."""

import pytest

from enterprises.roles import Role
from parkdesk import routes
from parkdesk.admission import EVERYBODY
from parkdesk.middleware import HELD
from tests.factories import AppointmentFactory
from tests.parkdesk.test_routes import addresses

OURS = "private, no-store"
# Houses of others, which say so themselves, and a photo that stays with whoever holds its link for some minutes.
APART = {"cms", "admin", "file"}


@pytest.fixture
def walk():
    """Every address of the house, with the route that the role table declares for it."""
    return [(path, routes.route_of(name, path)) for name, path in addresses() if name not in APART]


def test_no_cache_keeps_what_is_not_for_everybody(client, db, walk):
    for path, route in walk:
        kept = client.get(path).get("Cache-Control", "")
        if route.who != EVERYBODY or HELD.match(path):
            assert "no-store" in kept, path
        else:
            assert kept != OURS, path


def test_no_cache_keeps_what_a_person_who_signed_in_sees(client, db, walk):
    client.force_login(AppointmentFactory(role=Role.DESK_MANAGER).person)
    kept = {path: client.get(path).get("Cache-Control", "") for path, _ in walk}
    # Nothing of who asks is looked at there, or it is answered to a POST only.
    anonymous = ("/healthz", "/readyz", "/robots.txt", "/preferences/", "/api/v1/openapi.json", "/open311/",
                 "/needs/new/answers/", "/needs/new/firms/")  # fmt: skip
    assert [path for path, said in kept.items() if "no-store" not in said and not path.startswith(anonymous)] == []


@pytest.mark.parametrize("path", ["/admin/", "/cms/"])
def test_no_cache_keeps_what_editors_and_administrators_see(client, db, path):
    client.force_login(AppointmentFactory(role=Role.SYSTEM_ADMIN).person)
    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_page_for_everybody_costs_a_visitor_no_look_at_the_session(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "Cache-Control" not in client.get("/privacy/")
