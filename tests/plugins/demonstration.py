"""The demonstration park, loaded once for all tests of a file: ask for `loaded`."""

import importlib
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import clear_url_caches


@pytest.fixture(scope="module")
def demonstration_installation() -> Iterator[None]:
    """An installation where PARKDESK_DEMO is on, with its addresses."""
    with override_settings(PARKDESK_DEMO=True):
        _read_addresses_anew()
        yield
    _read_addresses_anew()


def _read_addresses_anew() -> None:
    from parkdesk import urls
    from parkdesk.core import shift

    importlib.reload(urls)
    clear_url_caches()
    shift.forget()


@pytest.fixture(scope="module")
def small_park(demonstration_installation: None, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The small park, loaded once for all tests of a file and taken back after them."""
    from parkdesk.demonstration import loading

    with django_db_blocker.unblock(), transaction.atomic():
        loading.load("small")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(small_park: None, db: None) -> None:
    """The loaded park; what a test changes is taken back."""
    from parkdesk.core import shift

    shift.forget()
