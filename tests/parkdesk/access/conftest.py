"""The demonstration park with real things behind every address, and everybody who may or may not go there."""

import pytest

from enterprises.models import Person


@pytest.fixture(scope="module", autouse=True)
def demonstration_with_its_addresses(demonstration_installation):
    """Addresses of the demonstration are routes too."""


def signed_in(username):
    return Person.objects.get(username=username)
