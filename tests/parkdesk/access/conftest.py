"""The demonstration park with real things behind every address, and everybody who may or may not go there."""

import importlib

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import clear_url_caches

from enterprises.models import Person
from parkdesk import urls
from parkdesk.core import shift
from parkdesk.demonstration import loading


@pytest.fixture(scope="module", autouse=True)
def demonstration_installation():
    """An installation where PARKDESK_DEMO is on, with its addresses."""
    with override_settings(PARKDESK_DEMO=True):
        _read_addresses_anew()
        yield
    _read_addresses_anew()


def _read_addresses_anew():
    importlib.reload(urls)
    clear_url_caches()
    shift.forget()


@pytest.fixture(scope="module")
def small_park(demonstration_installation, django_db_setup, django_db_blocker):
    """The small park, loaded once for all tests of a file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load("small")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(small_park, db):
    """The loaded park; what a test changes is taken back."""
    shift.forget()


def signed_in(username):
    return Person.objects.get(username=username)
