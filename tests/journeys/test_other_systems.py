"""Other systems at the really running house: an Open311 client from PyPI, a mail through the pipe, schemathesis."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from georeport import GeoReport

from tests.plugins.clean import ROOT

SCHEMATHESIS = ROOT / ".venv-schemathesis" / "bin" / "schemathesis"
MAKE_KEY = """
from datetime import timedelta
from enterprises.models import Person
from parkdesk.core import clock
from requests_flow.keys import Terms, make_key
until = clock.today() + timedelta(days=1)
terms = Terms("a test", {scopes}, until, per_hour=1_000_000)
print(make_key(terms, by=Person.objects.get(username="manager"))[1])
"""
MAIL = """From: =?utf-8?B?56em5aWz5aOr?= <{sender}>
To: desk@parkdesk.example
Subject: =?gb2312?B?tefM3c2jwcs=?=
Message-ID: <journey-{sender}>
Content-Type: text/plain; charset=gb18030
Content-Transfer-Encoding: 8bit

3号楼东侧客梯又停了，大堂排了三四十人。

-----Original Message-----
From: somebody
"""


@pytest.fixture
def a_key(house):
    """`a_key("open311")`: the secret of a new key."""
    return lambda *scopes: house.shell(MAKE_KEY.format(scopes=list(scopes)))


@pytest.fixture
def client(house, a_key, monkeypatch, tmp_path) -> GeoReport:
    """The client as PyPI has it. It sends no key when it reads, so the key stands where `requests` looks: in .netrc."""
    secret = a_key("open311")
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login key password {secret}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    return GeoReport(f"{house.url}/open311/v2", api_key=secret)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_from_pypi_lists_services_and_follows_what_was_submitted(client, house, form):
    client.output_format = form
    codes = {one["service_code"] for one in client.get_service_list()}
    assert len(codes) == 14
    assert client.get_service_definition("PRO")["service_code"] == "PRO"
    # georeport 0.3.1 reads only ("does not currently support the creation of new 311 service requests").
    said = {"api_key": client.api_key, "service_code": "PRO", "description": "大堂灯坏了", "address_string": "1号楼"}
    posted = requests.post(f"{client.root_address}/requests.json", said, timeout=30)
    number = posted.json()[0]["service_request_id"]
    assert posted.status_code == 201
    followed = client.get_service_request(number)
    assert (followed["status"], followed["service_code"]) == ("open", "PRO")
    house.shell(
        "from enterprises.models import Person; from parkdesk.core.flow import advance\n"
        "from requests_flow.models import Need\n"
        f"need = Need.objects.get(reference='{number}')\n"
        "advance(need, 'invalidate', by=Person.objects.get(username='window'))"
    )
    assert client.get_service_request(number)["status"] == "closed"
    others = client.get_service_requests(service_request_id=f"{number},N-2026-000001-6")
    listed = others if isinstance(others, list) else [others]  # one row alone is no list in its XML
    assert [one["service_request_id"] for one in listed] == [number]


def test_without_the_key_the_client_reads_nothing(client, monkeypatch):
    monkeypatch.delenv("NETRC")
    assert client.get_service_requests() == []


def test_a_piped_message_becomes_a_need_and_is_acknowledged_once(house):
    sender = "qin@mail-journey.example.com"
    message = MAIL.format(sender=sender).encode("gb18030")

    def pipe() -> tuple[int, str]:
        command = [sys.executable, "manage.py", "receive_mail"]
        done = subprocess.run(command, cwd=ROOT, env=house.environment, input=message, capture_output=True, check=False)
        return done.returncode, done.stdout.decode().strip()

    code, said = pipe()
    number = said.removeprefix("need: ")
    assert code == 0
    assert pipe() == (0, f"received before: {number}; nothing was stored")
    house.settle()
    (acknowledged,) = house.mail.wait_for(to=sender)
    assert number in str(acknowledged["Subject"])
    assert acknowledged["Auto-Submitted"] == "auto-generated"
    words = house.shell(f"from requests_flow.models import Need; print(Need.objects.get(reference='{number}').text)")
    assert words == "3号楼东侧客梯又停了，大堂排了三四十人。"


@pytest.mark.deep
@pytest.mark.once
def test_schemathesis_finds_nothing_with_all_checks(house, a_key, lacks, tmp_path):
    if not SCHEMATHESIS.exists():
        lacks("no schemathesis: `make deep` installs it into .venv-schemathesis from PyPI")
    code, said = schemathesis(house.url, a_key("needs:write", "needs:read"), tmp_path)
    print(said)
    assert code == 0, said
    assert "No issues found" in said


def schemathesis(url: str, secret: str, folder: Path) -> tuple[int, str]:
    """Run it in an empty folder, so that no settings of ours soften it: (exit code, what it printed)."""
    command = [
        str(SCHEMATHESIS), "run", f"{url}/api/v1/openapi.json", "--checks", "all", "--max-examples", "60",
        "--no-color", "--header", f"Authorization: Bearer {secret}",
    ]  # fmt: skip
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
