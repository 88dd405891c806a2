"""Keys of other systems: made and revoked by few, shown once, good for what they were made for."""

from datetime import timedelta

import pytest

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotYours
from parkdesk.core.limits import TooMany
from parkdesk.core.models import Entry
from requests_flow.keys import NoKey, OutOfScope, Terms, key_behind, make_key, refuse_unless_for, revoke_key
from requests_flow.models import ApiKey
from requests_flow.models.key import Scope
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
KEYS, NEW = "/desk/keys/", "/desk/keys/new/"
HERE = "10.0.0.1"


@pytest.fixture
def admin(db):
    return somebody("苏明", Role.SYSTEM_ADMIN)


def terms(**said) -> Terms:
    return Terms(
        **{"name": "物业系统", "scopes": [Scope.WRITE], "expires_on": clock.today() + timedelta(days=30)} | said
    )


def typed(**said):
    return {
        "name": "物业系统", "scopes": ["needs:write"], "expires_on": "2027-11-24", "per_hour": "600", "key": "p",
    } | said  # fmt: skip


def test_the_secret_is_shown_once_and_only_its_digest_is_kept(client, manager):
    client.force_login(manager)
    page = client.post(NEW, typed())
    key = ApiKey.objects.get()
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in str(ApiKey.objects.values())
    assert "no-store" in page["Cache-Control"]
    assert key_behind(secret, address=HERE) == key
    again = client.post(NEW, typed())
    assert again["Location"] == KEYS
    assert ApiKey.objects.count() == 1
    assert secret not in client.get(KEYS).content.decode()


def test_the_trail_says_who_made_and_who_revoked_it(client, manager, admin):
    key, _secret = make_key(terms(), by=manager)
    client.force_login(admin)
    client.post(f"{KEYS}{key.pk}/revoke/")
    client.post(f"{KEYS}{key.pk}/revoke/")
    entries = Entry.objects.about(key)
    assert [(one.step, one.actor) for one in entries] == [("make", manager), ("revoke", admin)]


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.SPECIALIST, Role.COMMUNITY_LEADER, Role.OPERATOR_STAFF])
def test_others_neither_see_nor_make_keys(client, role, manager):
    key, _secret = make_key(terms(), by=manager)
    stranger = somebody("程子言", role)
    client.force_login(stranger)
    assert {client.get(KEYS).status_code, client.get(NEW).status_code} == {404}
    assert client.post(f"{KEYS}{key.pk}/revoke/").status_code == 404
    for act in (lambda: make_key(terms(), by=stranger), lambda: revoke_key(key, by=stranger)):
        with pytest.raises(NotYours):
            act()
    assert ApiKey.objects.get().is_running


def test_a_revoked_and_a_run_out_key_open_nothing(manager, morning):
    first, secret = make_key(terms(), by=manager)
    revoke_key(first, by=manager)
    with pytest.raises(NoKey):
        key_behind(secret, address=HERE)
    _second, secret = make_key(terms(), by=manager)
    morning("2026-12-24 23:59")
    assert key_behind(secret, address=HERE)
    morning("2026-12-25 00:00")
    with pytest.raises(NoKey):
        key_behind(secret, address=HERE)


def test_a_key_opens_what_it_was_made_for_and_nothing_else(manager):
    key, _secret = make_key(terms(scopes=[Scope.READ]), by=manager)
    refuse_unless_for(key, Scope.WRITE, Scope.READ)
    with pytest.raises(OutOfScope):
        refuse_unless_for(key, Scope.WRITE)


def test_a_key_that_calls_too_often_waits_and_others_do_not(manager):
    _key, secret = make_key(terms(per_hour=3), by=manager)
    _other, free = make_key(terms(), by=manager)
    for _call in range(3):
        key_behind(secret, address=HERE)
    with pytest.raises(TooMany) as refused:
        key_behind(secret, address=HERE)
    assert 0 < refused.value.retry_after <= 3600
    assert key_behind(free, address=HERE)


def test_an_address_that_guesses_waits_and_a_right_key_from_there_does_not(manager):
    _key, secret = make_key(terms(), by=manager)
    for number in range(120):
        with pytest.raises(NoKey):
            key_behind(f"pdk_{number}", address=HERE)
    with pytest.raises(TooMany):
        key_behind("pdk_more", address=HERE)
    assert key_behind(secret, address=HERE)


def test_the_day_of_the_last_use_is_kept_and_no_more(manager):
    _key, secret = make_key(terms(), by=manager)
    key_behind(secret, address=HERE)
    assert ApiKey.objects.get().last_used_on == clock.today()


@pytest.mark.parametrize(
    "wrong",
    [{"expires_on": "2026-11-23"}, {"expires_on": "2031-01-01"}, {"scopes": []}, {"scopes": ["all"]},
     {"per_hour": "0"}, {"name": ""}],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_no_key_is_made(client, manager, wrong):
    client.force_login(manager)
    page = client.post(NEW, typed(**wrong))
    assert page.status_code == 200
    assert "field-bad" in page.content.decode()
    assert not ApiKey.objects.exists()


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, manager, park, django_assert_max_num_queries):
    for _number in range(12):
        make_key(terms(parks=[park]), by=manager)
    client.force_login(manager)
    with django_assert_max_num_queries(12):
        page = client.get(KEYS).content.decode()
    assert park.name in page
