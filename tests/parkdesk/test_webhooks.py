"""Webhooks out (quality 17): signed, to public addresses alone, tried for three days, and they name nobody."""

import json
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from enterprises.roles import Role
from parkdesk.core import clock, hook_sending, hooks, outbox
from parkdesk.core.channels import hook_line
from parkdesk.core.channels.outward import NotAllowed, Unreachable
from parkdesk.core.models import Entry, Hook, HookMessage, Notice
from tests.factories import AppointmentFactory
from tests.parkdesk.test_doctor import certificate_for

pytestmark = pytest.mark.django_db
PHONE, NAME = "+8615400001201", "魏临乔"
State = HookMessage.State


class Other(BaseHTTPRequestHandler):
    """The other system: keeps what came, answers what it is told to."""

    calls, status, headers_out = [], 204, {}

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, raw))
        self.send_response(type(self).status)
        for name, value in type(self).headers_out.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def other(tmp_path, monkeypatch):
    """The other system on this machine, which counts as public for this test."""
    pem = tmp_path / "both.pem"
    pem.write_bytes(certificate_for("localhost", 60))
    server = HTTPServer(("127.0.0.1", 0), Other)
    inside = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    inside.load_cert_chain(pem)
    server.socket = inside.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Other.calls, Other.status, Other.headers_out = [], 204, {}
    trusted = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(hook_line, "PORT", server.server_port)
    monkeypatch.setattr(hook_line, "is_public", lambda address: True)
    monkeypatch.setattr(hook_line, "addresses_of", lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(hook_line.ssl, "create_default_context", lambda: trusted)
    yield Other
    server.shutdown()


@pytest.fixture
def hook(db):
    return Hook.objects.create(
        name="统计平台",
        url="https://localhost/in?x=1",
        secret=hooks.new_secret(),
        since=clock.now() - timedelta(days=1),
    )


@pytest.fixture
def keeper(client):
    person = AppointmentFactory(role=Role.SYSTEM_ADMIN).person
    client.force_login(person)
    return client


def test_a_step_of_a_need_is_told_signed_and_names_nobody(other, hook, a_need):
    need = a_need("resolved", name=NAME, phone=PHONE)
    outbox.drain()
    hook_sending.send_due()
    path, headers, raw = other.calls[0]
    assert path == "/in?x=1"
    said = Webhook(hook.secret).verify(raw, headers)
    assert said["type"] == "requests_flow.need.submit"
    assert said["data"]["reference"] == need.reference
    assert said["data"]["park"] == need.park_code
    assert {"submitted", "happened"} <= set(said["data"]["moments"])
    everything = b"".join(raw for _path, _headers, raw in other.calls).decode()
    assert not [one for one in (NAME, PHONE, PHONE[3:], need.text[:6], need.title) if one in everything]
    assert {json.loads(raw)["type"].rsplit(".")[-1] for _p, _h, raw in other.calls} >= {"submit", "resolve"}


def test_a_changed_message_does_not_pass_the_check(other, hook, a_need):
    a_need()
    outbox.drain()
    hook_sending.send_due()
    _path, headers, raw = other.calls[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(raw.replace(b"submit", b"close"), headers)


@pytest.mark.parametrize("kind", ["is_protected", "is_personal"])
def test_what_is_protected_or_personal_is_never_told(hook, a_need, kind):
    a_need(**{kind: True})
    outbox.drain()
    assert not HookMessage.objects.exists()


def test_only_what_was_chosen_is_told(hook, a_need):
    hook.events = ["requests_flow.need.resolve"]
    hook.save()
    a_need("resolved")
    outbox.drain()
    assert [one.verb for one in HookMessage.objects.all()] == ["requests_flow.need.resolve"]


def test_hearing_an_entry_twice_adds_nothing(hook, a_need):
    a_need()
    outbox.drain()
    hooks.write_messages(Entry.objects.get(verb="requests_flow.need.submit"))
    assert HookMessage.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "x",
        "::127.0.0.1", "fec0::1", "64:ff9b:1::a00:1", "2001:0:a00:1::",
    ],
)  # fmt: skip
def test_no_private_address_is_ever_called(address):
    assert not hook_line.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_a_public_address_may_be_called(address):
    assert hook_line.is_public(address)


@pytest.mark.parametrize("found", [["10.0.0.5"], ["8.8.8.8", "127.0.0.1"]])
def test_a_name_with_one_private_address_is_not_called(hook, monkeypatch, found):
    rows = [(2, 1, 6, "", (address, 443)) for address in found]
    monkeypatch.setattr(hook_line.socket, "getaddrinfo", lambda *args, **more: rows)
    with pytest.raises(NotAllowed):
        hook_line.post(hooks.ping(hook))


def test_the_connection_goes_to_the_address_that_was_looked_at(hook, monkeypatch):
    """A name that answers differently a moment later leads nowhere: nobody asks it twice."""
    asked, dialled = [], []

    def resolve(host, port, **_more):
        asked.append(host)
        return [(2, 1, 6, "", ("8.8.8.8" if len(asked) == 1 else "127.0.0.1", 443))]

    def dial(address, _timeout):
        dialled.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(hook_line.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(hook_line.socket, "create_connection", dial)
    with pytest.raises(Unreachable):
        hook_line.post(hooks.ping(hook))
    assert (asked, dialled) == (["localhost"], [("8.8.8.8", 443)])


@pytest.mark.parametrize("url", ["http://x.cn/", "https://u:p@x.cn/", "https://x.cn:8443/", "ftp://x", "x"])
def test_only_https_on_its_usual_port_is_taken(url):
    assert not hook_line.is_address(url)


def test_a_redirect_is_not_followed(other, hook):
    other.status, other.headers_out = 302, {"Location": "https://localhost/elsewhere"}
    assert not hook_sending.send(hooks.ping(hook))
    assert [path for path, _headers, _raw in other.calls] == ["/in?x=1"]
    assert HookMessage.objects.get().error == "HTTP 302"


def test_a_certificate_of_somebody_else_is_not_trusted(other, hook, monkeypatch):
    monkeypatch.setattr(hook_line.ssl, "create_default_context", ssl._create_default_https_context)
    assert not hook_sending.send(hooks.ping(hook))
    assert not other.calls


def test_what_failed_is_tried_again_with_the_same_id(other, hook, a_need, at):
    at("2026-11-24 09:30")
    Hook.objects.update(since=clock.now())
    a_need()
    outbox.drain()
    other.status = 500
    assert hook_sending.send_due() == 1
    assert hook_sending.send_due() == 0
    at("2026-11-24 09:31")
    other.status = 200
    assert hook_sending.send_due() == 1
    assert len({headers["webhook-id"] for _path, headers, _raw in other.calls}) == 1
    assert HookMessage.objects.get().state == State.SENT
    assert Hook.objects.get().failing_since is None


def test_after_three_days_it_is_switched_off_and_its_keepers_are_told(other, hook, a_need, manager, at):
    at("2026-11-24 09:30")
    Hook.objects.update(since=clock.now())
    a_need()
    outbox.drain()
    other.status = 503
    tries = 0
    for hour in range(9, 90):
        at(f"2026-11-{24 + hour // 24} {hour % 24:02}:45")
        tries += hook_sending.send_due()
    hook.refresh_from_db()
    assert (hook.is_on, hook.was_given_up) == (False, True)
    assert 60 < tries < 80
    assert HookMessage.objects.get().state == State.GIVEN_UP
    outbox.drain()
    assert Notice.objects.filter(recipient=f"person:{manager.pk}", entry__verb="core.hook.give_up").exists()


def test_a_system_that_says_it_is_gone_is_asked_no_more(other, hook):
    other.status = 410
    hook_sending.send(hooks.ping(hook))
    hook.refresh_from_db()
    assert hook.was_given_up


def test_one_that_does_not_answer_holds_up_no_other(other, hook, a_need, monkeypatch):
    Hook.objects.create(name="另一个", url="https://localhost/b", secret=hooks.new_secret(), since=hook.since)
    a_need("resolved")
    outbox.drain()
    calls = []

    def post(message):
        calls.append(message.hook.name)
        if message.hook.name == hook.name:
            raise Unreachable("TimeoutError")

    monkeypatch.setattr(hook_line, "post", post)
    hook_sending.send_due()
    assert calls.count(hook.name) == 1
    assert calls.count("另一个") > 1


def test_a_webhook_is_added_with_its_secret_shown_once(keeper):
    page = keeper.get("/webhooks/new/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    said = {"name": "统计平台", "url": "https://stats.example/in", "key": key}
    answer = keeper.post("/webhooks/new/", said)
    made = Hook.objects.get()
    assert made.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = keeper.post("/webhooks/new/", said, follow=True)
    assert Hook.objects.count() == 1
    for one in (again, keeper.get("/webhooks/"), keeper.get(f"/webhooks/{made.pk}/")):
        assert made.secret not in one.content.decode()


@pytest.mark.parametrize("url", ["http://stats.example/", "https://10.0.0.1:8443/", "https://a:b@stats.example/"])
def test_an_address_that_is_none_is_refused(keeper, url):
    answer = keeper.post("/webhooks/new/", {"name": "统计平台", "url": url})
    assert answer.status_code == 200
    assert not Hook.objects.exists()


def test_a_name_is_given_once(keeper, hook):
    answer = keeper.post("/webhooks/new/", {"name": hook.name, "url": "https://stats.example/"})
    assert "aria-invalid" in answer.content.decode()
    assert Hook.objects.count() == 1


def test_a_keeper_pings_reads_deliveries_and_sends_again(keeper, other, hook):
    keeper.post(f"/webhooks/{hook.pk}/ping/")
    message = HookMessage.objects.get()
    assert message.state == State.SENT
    assert message.message_id in keeper.get(f"/webhooks/{hook.pk}/").content.decode()
    keeper.post(f"/webhooks/{hook.pk}/again/{message.pk}/")
    hook_sending.send_due()
    assert [headers["webhook-id"] for _path, headers, _raw in other.calls] == [message.message_id] * 2


def test_a_keeper_switches_one_off_and_on_and_takes_it_away(keeper, hook, a_need):
    keeper.post(f"/webhooks/{hook.pk}/switch/", {"position": "off"})
    a_need()
    outbox.drain()
    assert not HookMessage.objects.exists()
    keeper.post(f"/webhooks/{hook.pk}/switch/", {"position": "on"})
    hook.refresh_from_db()
    assert hook.is_on
    assert keeper.post(f"/webhooks/{hook.pk}/switch/", {"position": "x"}).status_code == 404
    keeper.post(f"/webhooks/{hook.pk}/delete/")
    assert not Hook.objects.exists()


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.SPECIALIST, Role.PARK_LEADER, Role.EDITOR])
def test_nobody_else_learns_of_webhooks(client, hook, role):
    client.force_login(AppointmentFactory(role=role).person)
    for path in ("/webhooks/", f"/webhooks/{hook.pk}/", "/webhooks/new/"):
        assert client.get(path).status_code == 404
