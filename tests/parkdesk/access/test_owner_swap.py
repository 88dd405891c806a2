"""Somebody who has nothing to do with it presses every button of the house, with every field there is.

Whatever belongs to others stays as it was (quality 2). Routes and fields are found, not listed: a new one is covered.
"""

import hashlib

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from enterprises.models import Appointment, Membership, Person
from enterprises.roles import Role
from parkdesk import routes
from requests_flow.models import Need
from tests.factories import AppointmentFactory, EnterpriseFactory, MembershipFactory, ParkFactory, PersonFactory
from tests.parkdesk.access.addresses import addresses, every_step

pytestmark = [pytest.mark.xdist_group("demonstration"), pytest.mark.django_db, pytest.mark.once]

# What remembers presses, looks and sessions, and counts of what anybody may do.
OUR_OWN = {
    "core_tally", "core_claim", "django_session", "parkdesk_cache", "enterprises_scanday", "core_channelstate",
    "core_clockshift", "core_notice", "core_delivery",
}  # fmt: skip
# Whoever leaves or moves the demonstration itself.
NOT_PRESSED = {"demo_reset", "demo_forward", "demo_enter", "account_logout", "me_privacy_really"}
OWN_ROW = ("username", "is_staff", "is_superuser", "is_active", "email", "phone", "phone_verified")


def stranger_of(kind):
    if kind == "nobody in particular":
        return PersonFactory()
    if kind == "another firm":
        return MembershipFactory(enterprise=EnterpriseFactory(), is_admin=True).person
    role = {"volunteer elsewhere": Role.VOLUNTEER, "leader elsewhere": Role.PARK_LEADER}.get(kind)
    return AppointmentFactory(role=role, park=ParkFactory()).person if role else None


def rows():
    """A fingerprint of each row of each table, by key."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in OUR_OWN:
                cursor.execute(f'SELECT * FROM "{table}"')
                key = next((place for place, one in enumerate(cursor.description) if one[0] == "id"), 0)
                for row in cursor.fetchall():
                    found[table, row[key]] = hashlib.md5(repr(row).encode()).hexdigest()
    return found


def every_field():
    """A value for the name of every column that there is: what somebody would add to a form to get further."""
    said = {"key": "", "is_superuser": "on", "is_staff": "on", "role": "desk_manager", "pk": "1", "id": "1"}
    for model in apps.get_models():
        for column in model._meta.fields:
            said.setdefault(column.name, _value(column))
    return said | {"text": "电梯又停了", "note": "看到了", "reason": "我要", "username": "", "password": "", "key": ""}


def _value(column):
    if isinstance(column, models.BooleanField):
        return "on"
    if column.choices:
        return str(column.flatchoices[-1][0])
    if isinstance(column, models.IntegerField | models.ForeignKey | models.DecimalField):
        return "1"
    return "2026-11-30" if isinstance(column, models.DateField) else "x"


@pytest.mark.parametrize(
    "kind",
    [
        "a visitor",
        "another firm",
        *(
            pytest.param(one, marks=pytest.mark.deep)
            for one in ("nobody in particular", "volunteer elsewhere", "leader elsewhere")
        ),
    ],
)
def test_who_has_nothing_to_do_with_it_changes_nothing_of_others(loaded, kind):
    somebody = stranger_of(kind)
    browser, own = Client(), {}
    if somebody:
        browser.force_login(somebody)
        own = Person.objects.filter(pk=somebody.pk).values(*OWN_ROW).get()
    before, said = rows(), every_field()
    hats, members = Appointment.objects.count(), Membership.objects.count()
    newest = Need.objects.order_by("-pk").first().pk

    for name, path in dict.fromkeys(addresses(every_step())):
        if name not in NOT_PRESSED and not name.startswith("wagtail"):
            assert browser.post(path, said).status_code < 500, path

    after = rows()
    changed = {key for key, sign in before.items() if after.get(key) != sign}
    assert changed - ({("enterprises_person", somebody.pk)} if somebody else set()) == set()
    assert (Appointment.objects.count(), Membership.objects.count()) == (hats, members)
    for need in Need.objects.filter(pk__gt=newest):
        assert (need.state, need.tier, need.owner, need.unit, need.enterprise) == ("submitted", "", None, None, None)
        assert need.reporter in (None, somebody)
    if somebody:
        assert {**own, "email": None, "phone": None} == {
            **Person.objects.filter(pk=somebody.pk).values(*OWN_ROW).get(), "email": None, "phone": None,
        }  # fmt: skip


def test_the_walk_knows_every_route_of_the_house(loaded):
    walked = {name for name, _path in addresses()}
    of_others = {name for name in routes.ROUTES if name.startswith(("wagtail", "pieces", "account_"))}
    assert not set(routes.ROUTES) - walked - of_others
