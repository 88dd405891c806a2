"""What every test stands on: a closed network, a clock that stands still, a database that comes back clean."""

import os

import pytest

pytest_plugins = [
    "tests.plugins.clean",
    "tests.plugins.closed",
    "tests.plugins.clock",
    "tests.plugins.hands",
    "tests.plugins.wholly",
    "tests.plugins.demonstration",
    "tests.plugins.lacking",
    "tests.plugins.house",
    "tests.plugins.browser",
]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys share one house, so one worker walks them all; `once` and `postgresql` follow the database.

    In a browser people look at phones and pages; what lies behind is asked on both databases by every other test, and
    by the journeys that lead through the whole house.
    """
    on = config.option.on
    for item in items:
        if "/checks/" in item.nodeid or _is_of_the_browser_alone(item):
            item.add_marker(pytest.mark.once)
        if item.get_closest_marker("browser") or "house" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("house"))
    left = [item for item in items if _belongs_elsewhere(item, on) or _is_too_long(item, config)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def _is_of_the_browser_alone(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("browser") and not item.get_closest_marker("everywhere"))


def _belongs_elsewhere(item: pytest.Item, on: str) -> bool:
    return bool(item.get_closest_marker("once") if on == "postgresql" else item.get_closest_marker("postgresql"))


def _is_too_long(item: pytest.Item, config: pytest.Config) -> bool:
    asked = "deep" in config.option.markexpr or os.environ.get("PARKDESK_DEEP")
    return bool(item.get_closest_marker("deep")) and not asked
