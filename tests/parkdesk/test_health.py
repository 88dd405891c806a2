"""Alive, ready, and what did not arrive."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.models import Delivery, Entry, Notice
from tests.factories import AppointmentFactory, EnterpriseFactory


@pytest.fixture
def administrator(client, db):
    client.force_login(AppointmentFactory(role=Role.SYSTEM_ADMIN).person)
    return client


@pytest.fixture
def failures(db):
    """A delivery and a notice that failed and wait for their pause."""
    subject = EnterpriseFactory()
    now = clock.now()
    entry = Entry.objects.create(
        subject_type="enterprises.enterprise", subject_id=subject.pk, seq=1, verb="enterprises.enterprise.look",
        actor_kind="clock", actor_ref="tick", at=now, occurred_on=clock.today(), canonical="{}", hash="0" * 64,
    )  # fmt: skip
    later = now + timedelta(hours=1)
    delivery = Delivery.objects.create(entry=entry, listener="points", state="failed", due_at=later, error="no till")
    notice = Notice.objects.create(
        entry=entry, recipient="person:1", channel="email", language="en", state="failed",
        created_at=now, due_at=later, error="refused",
    )  # fmt: skip
    return delivery, notice


def test_the_house_says_that_it_is_alive_and_ready(client, db):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_without_its_database_the_house_is_alive_but_not_ready(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr("parkdesk.views.health.connection", Gone())
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_an_administrator_sees_what_failed_and_why(administrator, failures):
    page = administrator.get("/en/health/").content.decode()
    assert "no till" in page
    assert "refused" in page


def test_an_administrator_lets_everything_be_tried_at_once(administrator, failures):
    administrator.post("/health/retry/")
    for one in failures:
        one.refresh_from_db()
        assert one.due_at <= clock.now()


def test_where_everything_arrived_the_page_says_so(administrator):
    assert "Everything arrived" in administrator.get("/en/health/").content.decode()
