"""What this machine lacks: `lacks(reason)` leaves a test out, and with --require-all fails it."""

from typing import NoReturn, Protocol

import pytest

from parkdesk.core import pdf


class Lacks(Protocol):
    def __call__(self, reason: str) -> NoReturn: ...


@pytest.fixture(scope="session")
def lacks(pytestconfig: pytest.Config) -> Lacks:
    """Call it with what is not there. It never returns."""
    if pytestconfig.option.require_all:
        return pytest.fail
    return pytest.skip


@pytest.fixture
def typesetter(lacks: Lacks) -> None:
    """A test that prints needs the libraries of WeasyPrint."""
    if not pdf.is_available():
        lacks(f"needs: {pdf.APT_LINE}")
