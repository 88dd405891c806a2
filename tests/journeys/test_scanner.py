"""wapiti, signed in as each role, finds nothing (quality 20). `make deep` installs it in an environment of its own."""

import json
import os
import re
import subprocess
from http.cookiejar import CookieJar
from urllib import parse, request

import pytest

from tests.plugins.browser import PASSWORD
from tests.plugins.clean import ROOT
from tests.rounds import how_many

WAPITI = ROOT / ".venv-wapiti" / "bin" / "wapiti"
# What attacks; policies and headers of every address are tests of their own (tests/parkdesk/test_headers.py).
ATTACKS = "crlf,exec,file,permanentxss,redirect,sql,upload,xss"
STARTS = (
    "/desk/",
    "/tasks/",
    "/supervision/",
    "/visits/",
    "/council/P01/",
    "/points/",
    "/merchant/",
    "/me/",
    "/cockpit/",
)
# They end the session, or move the clock and the data of the demonstration.
LEFT_OUT = ("/accounts/logout/", "/demo/", "/en/demo/", "/en/accounts/logout/")
ROLES = (
    "window", "manager", "specialist-governance", "leader-community", "leader", "volunteer", "member1", "operator",
    "party", "enterprise", "merchant", "auditor", "editor", "admin",
)  # fmt: skip
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
pytestmark = [pytest.mark.browser, pytest.mark.deep]


def session_of(house, username):
    """The session cookie of one of the demonstration's people."""
    cookies = CookieJar()
    opener = request.build_opener(request.HTTPCookieProcessor(cookies))
    address = f"{house.url}/accounts/login/"
    with opener.open(address) as page:
        token = TOKEN.search(page.read().decode())[1]
    fields = {"csrfmiddlewaretoken": token, "login": username, "password": PASSWORD}
    with opener.open(address, parse.urlencode(fields).encode()):
        return next(one.value for one in cookies if one.name == "sessionid")


@pytest.mark.parametrize("role", ROLES[: how_many(2, len(ROLES))])
def test_the_scanner_finds_nothing_for(role, own_house, lacks, tmp_path, capsys):
    if not WAPITI.exists():
        lacks("wapiti is not installed (make deep installs it)")
    out = tmp_path / "report.json"
    starts = [word for path in STARTS for word in ("-s", own_house.url + path)]
    others = [word for path in LEFT_OUT for word in ("-x", f"{own_house.url}{path}*")]
    subprocess.run(
        [
            *(str(WAPITI), "-u", f"{own_house.url}/", "-m", ATTACKS, *starts, *others),
            *("-C", f"sessionid={session_of(own_house, role)}", "--drop-set-cookie", "--no-bugreport"),
            *("-d", "3", "--max-links-per-page", "30", "--max-files-per-dir", "20", "--max-parameters", "12"),
            *("--max-scan-time", str(how_many(30, 120)), "--max-attack-time", str(how_many(10, 15))),
            *("--store-session", str(tmp_path), "--store-config", str(tmp_path), "-f", "json", "-o", str(out)),
        ],
        env=os.environ | {"HOME": str(tmp_path)}, check=True, capture_output=True, timeout=3600,
    )  # fmt: skip
    report = json.loads(out.read_text())
    found = {name: rows for name, rows in (report["vulnerabilities"] | report["anomalies"]).items() if rows}
    with capsys.disabled():
        print(f"\nwapiti as {role}: {report['infos']['crawled_pages_nbr']} pages, {len(found)} kinds of findings")
    assert not found
