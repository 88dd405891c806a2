"""Every page on the running house: valid, accessible, no wider than the screen, light, without complaints."""

import gzip
import json
import os
import shutil
from itertools import groupby
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.checks import vnu
from tests.checks.combinations import looks_at
from tests.pages import FACTS, IMPORTS, PAGES

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KB = 1024
# Quality 22: gzip, first visit.
BUDGETS = {"document": 15 * KB, "stylesheet": 25 * KB, "script": 40 * KB, "font": 0}
REQUESTS, IN_ALL = 10, 120 * KB
LOOKS = [(page, look) for number, page in enumerate(PAGES) for look in looks_at(number)]
PUBLIC = [page for page in PAGES if page.is_public]


@pytest.fixture(scope="session")
def facts(house):
    """What the paths need to know of the running house, asked in one go."""
    asked = ", ".join(f"{name!r}: str({expression})" for name, expression in FACTS.items())
    return json.loads(house.shell(f"import json\n{IMPORTS}\nprint(json.dumps({{{asked}}}))"))


def _ids(value):
    return str(value)


@pytest.mark.parametrize(("page", "look"), LOOKS, ids=_ids)
def test_a_page_is_accessible_and_fits_the_screen(page, look, facts, phone, desktop, sign_in):
    open_page = desktop if look.width > 1000 else phone
    window = open_page(locale=look.locale, scheme=look.scheme, type=look.type, width=look.width)
    if page.who:
        sign_in(window, page.who)
    answer = window.goto(page.address(look.locale, facts))
    assert answer.status == page.status
    assert urlsplit(window.url).path == urlsplit(page.address(look.locale, facts)).path
    assert _violations(window) == []
    assert _too_wide(window) == []


def _violations(window):
    window.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = window.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{one['id']}: {one['help']} — {node['html'][:160]} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]


def _too_wide(window):
    """What sticks out to the right when the page scrolls sideways."""
    return window.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const isOut = element => element.getBoundingClientRect().right > width + 1;
          const out = [...document.body.querySelectorAll('*')].filter(isOut).slice(0, 5);
          return [`${document.documentElement.scrollWidth} > ${width}`, ...out.map(e => e.outerHTML.slice(0, 120))];
        }"""
    )


@pytest.mark.parametrize("page", PUBLIC, ids=_ids)
def test_a_first_visit_is_light(page, facts, house, phone):
    window, answers = phone(), []
    window.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright marks its listeners)
    window.goto(page.address("zh", facts), wait_until="networkidle")
    weights = [(answer.request.resource_type, len(gzip.compress(answer.body()))) for answer in answers if answer.ok]
    assert {urlsplit(answer.url).netloc for answer in answers if answer.url.startswith("http")} == {
        urlsplit(house.url).netloc
    }
    by_kind = {kind: sum(one[1] for one in group) for kind, group in groupby(sorted(weights), key=lambda one: one[0])}
    heavy = {kind: by_kind[kind] for kind in BUDGETS if by_kind.get(kind, 0) > BUDGETS[kind]}
    assert not heavy
    assert len(answers) <= REQUESTS
    assert sum(by_kind.values()) <= IN_ALL


def _of(language, pages):
    """Half of them in each language: the same templates; `make deep` takes all in both."""
    kept = {page: number % 2 == ["zh", "en"].index(language) for number, page in enumerate(PAGES)}
    return [page for page in pages if kept[page] or os.environ.get("PARKDESK_DEEP")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_valid_html(language, lacks, facts, desktop, sign_in, tmp_path):
    if not (shutil.which("java") and vnu.find_jar()):
        lacks("no Java, or no vnu.jar")
    sources = {}
    for who, pages in groupby(sorted(PAGES, key=lambda page: page.who), key=lambda page: page.who):
        window = desktop(locale=language)
        if who:
            sign_in(window, who)
        for page in _of(language, pages):
            sources[str(page)] = window.request.get(page.address(language, facts)).text()
    assert vnu.errors(sources, tmp_path) == []
