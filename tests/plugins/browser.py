"""Chromium for journeys: `phone()` and `desktop()` open a page of the running house, `sign_in(page, who)` signs in.

    page = phone(locale="en", scheme="dark", scripts=False)
    page.goto("/needs/new/")

What the browser complains about (a blocked inline script, an error in our own script, a missing file) fails the test
that caused it. A page that failed leaves a picture in .pytest_cache/parkdesk/failed/.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.plugins.clean import ROOT
from tests.plugins.lacking import Lacks
from tests.plugins.programs import find_chromium

PASSWORD = "parkdesk-demo"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PHONE, DESKTOP = (390, 844), (1280, 900)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_report = pytest.StashKey[pytest.TestReport]()


class Opener(Protocol):
    """Opens a page of the house. `locale` zh or en, `scheme` light or dark, `type` normal or large."""

    def __call__(
        self,
        *,
        locale: str = "zh",
        scheme: str = "light",
        type: str = "normal",
        scripts: bool = True,
        width: int | None = None,
    ) -> Page: ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_report] = report
    return report


@pytest.fixture(scope="session")
def chromium(lacks: Lacks) -> Iterator[Browser]:
    """One Chromium for all journeys of a session."""
    program = find_chromium()
    if program is None:
        lacks("no Chromium was found")
    # Playwright keeps an event loop in this thread; Django would take every later query for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--no-sandbox"] if os.getuid() == 0 else FLAGS
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@dataclass
class _Visits:
    """The windows that one test opened, and what the browser complained about in them."""

    chromium: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, size: tuple[int, int], *, touch: bool, options: dict[str, Any]) -> Page:
        locale = options.get("locale", "zh")
        context = self.chromium.new_context(
            base_url=self.url,
            viewport={"width": options.get("width") or size[0], "height": size[1]},
            device_scale_factor=2 if touch else 1,
            has_touch=touch,
            is_mobile=touch,
            locale=LOCALES[locale],
            timezone_id="Asia/Shanghai",
            color_scheme=options.get("scheme", "light"),
            java_script_enabled=options.get("scripts", True),
        )
        context.set_default_timeout(15_000)
        language = {"zh": "zh-hans", "en": "en"}[locale]
        cookies = {"django_language": language}
        if options.get("type") == "large":
            cookies["parkdesk-type"] = "large"
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message.text))
        page.on("response", lambda response: self._look(page, response))
        return page

    def _hear(self, page: Page, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(f"{page.url}: {text}")

    def _look(self, page: Page, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in {"script", "stylesheet", "font", "image"}:
            self.complaints.append(f"{page.url}: {response.url} answered {response.status}")


@pytest.fixture
def visits(request: pytest.FixtureRequest, chromium: Browser, house: Any) -> Iterator[_Visits]:
    """The windows of this test; closed at its end, their complaints raised."""
    home = request.getfixturevalue("own_house") if "own_house" in request.fixturenames else house
    opened = _Visits(chromium, home.url)
    yield opened
    report = request.node.stash.get(_report, None)
    if report is not None and report.failed:
        _keep_pictures(request.node.name, opened)
    for context in opened.contexts:
        context.close()
    assert not opened.complaints, "the browser complained:\n" + "\n".join(dict.fromkeys(opened.complaints))


def _keep_pictures(name: str, opened: _Visits) -> None:
    folder = ROOT / ".pytest_cache" / "parkdesk" / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for context in opened.contexts for page in context.pages):
        page.screenshot(path=folder / f"{re.sub(r'[^a-zA-Z0-9-]+', '-', name)}-{number}.png", full_page=True)


@pytest.fixture
def phone(visits: _Visits) -> Opener:
    """Open a page on a phone of 390 × 844 with touch, in Chinese unless asked otherwise."""
    return lambda **options: visits.open(PHONE, touch=True, options=options)


@pytest.fixture
def desktop(visits: _Visits) -> Opener:
    """Open a page in a window of 1280 × 900."""
    return lambda **options: visits.open(DESKTOP, touch=False, options=options)


@pytest.fixture(scope="session")
def _sessions() -> dict[tuple[str, str], list[Any]]:
    """Cookies of those who signed in before, by house: one real sign-in per name keeps the journeys quick."""
    return {}


@pytest.fixture
def sign_in(_sessions: dict[tuple[str, str], list[Any]], visits: _Visits) -> Callable[[Page, str], None]:
    """Sign in as one of the demonstration's people and stand on the page that follows (/me/)."""

    def go_in(page: Page, username: str) -> None:
        who = (visits.url, username)
        if who in _sessions:
            page.context.add_cookies(_sessions[who])
            page.goto("/me/")
            if "/accounts/login" not in page.url:  # a house that moves its clock ends sessions, too
                return
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) [type=submit]").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        _sessions[who] = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]

    return go_in
