"""The doctor: one page about the house in plain sentences, and 1 when something needs a hand."""

import shutil
import ssl
import threading
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import translation

from enterprises.roles import Role
from parkdesk import condition
from parkdesk.condition import home, outside
from parkdesk.core import clock, pulse, ticking
from parkdesk.core.models import CalendarDay, ChannelState, Delivery, Entry, Hook, Pulse
from parkdesk.management.commands import worker
from tests.factories import AppointmentFactory, EnterpriseFactory
from tests.plugins.postgres import free_port

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at_home(settings):
    """What the house says of itself in English, by code."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def look():
        with translation.override("en"):
            return {one.code: one for one in condition.at_home()}

    return look


def beat(part, ago):
    Pulse.objects.update_or_create(part=part, defaults={"at": clock.machine_time() - ago})


@pytest.mark.parametrize(
    ("code", "part", "ago", "words", "needs_hand"),
    [
        ("backup", "backup", None, "never been backed up", True),
        ("backup", "backup", timedelta(hours=20), "20 hours ago", False),
        ("backup", "backup", 3 * DAY, "3 days ago", True),
        ("tick", "tick", None, "never run", True),
        ("tick", "tick", timedelta(seconds=50), "50 seconds ago", False),
        ("tick", "tick", timedelta(minutes=12), "12 minutes ago", True),
        ("worker", "worker", timedelta(minutes=6), "6 minutes ago", True),
    ],
)
def test_signs_of_life_are_told_with_their_age(at_home, code, part, ago, words, needs_hand):
    if ago is not None:
        beat(part, ago)
    found = at_home()[code]
    assert words in found.sentence
    assert found.needs_hand == needs_hand


def test_the_tick_and_the_worker_give_signs_of_life():
    ticking.run_all()
    worker._say_that_it_works(-worker.PULSE)
    assert pulse.age(pulse.TICK) < timedelta(minutes=1)
    assert pulse.age(pulse.WORKER) < timedelta(minutes=1)


def test_what_failed_in_the_queue_needs_a_hand(at_home):
    assert not at_home()["deliveries"].needs_hand
    entry = Entry.objects.create(
        subject_type="enterprises.enterprise", subject_id=EnterpriseFactory().pk, seq=1, verb="x.y.z",
        actor_kind="clock", actor_ref="tick", at=clock.now(), occurred_on=clock.today(), canonical="{}", hash="0" * 64,
    )  # fmt: skip
    Delivery.objects.create(entry=entry, listener="points", state="failed", due_at=clock.now() - timedelta(minutes=3))
    found = at_home()["deliveries"]
    assert found.needs_hand
    assert found.sentence == "1 delivery waits, the oldest since 3 minutes; 1 failed."


def test_a_full_disk_needs_a_hand(at_home, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100 * 1024**3, 99 * 1024**3, 1024**3))
    found = at_home()["disk"]
    assert (found.sentence, found.needs_hand) == ("1.0 GiB are free (1 %).", True)


@pytest.mark.parametrize(
    ("moment", "known", "words", "needs_hand"),
    [
        ("2026-11-24 10:00", [2026], "2027 are not known yet", False),
        ("2026-12-20 10:00", [2026], "2027 are not known yet", True),
        ("2026-12-20 10:00", [2026, 2027], "2027 are known", False),
        ("2026-12-20 10:00", [2025], "2026 are not known: limits are counted wrongly", True),
    ],
)
def test_the_days_off_of_next_year_are_asked_for_in_time(at, at_home, moment, known, words, needs_hand):
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=f"{year}-10-01", kind=CalendarDay.Kind.HOLIDAY, name_zh="国庆节") for year in known
    )
    at(moment)
    clock.forget_calendar()
    found = at_home()["days_off"]
    assert words in found.sentence
    assert found.needs_hand == needs_hand
    clock.forget_calendar()


def test_each_channel_says_what_it_lacks(at_home, settings):
    settings.PARKDESK_SMS_BACKEND = ""
    found = at_home()["channel_sms"]
    assert "PARKDESK_SMS_BACKEND" in found.sentence
    assert not found.needs_hand
    ChannelState.objects.create(code="email", failed_at=clock.now(), error="ConnectionRefusedError")
    assert at_home()["channel_email"].needs_hand


def test_a_webhook_that_was_given_up_needs_a_hand(at_home):
    given_up = {"since": clock.now(), "was_given_up": True}
    Hook.objects.create(name="统计平台", url="https://x.example", secret="whsec_x", **given_up)
    assert "统计平台" in at_home()["hook"].sentence


def certificate_for(host, days):
    """A certificate that signs itself, and its key, as one PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - DAY).not_valid_after(now + days * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM) + private


@pytest.fixture
def https(tmp_path, settings):
    """`https(days)`: a server of our own whose certificate ends then; returns a context that trusts it."""

    def serve(days):
        pem = tmp_path / "both.pem"
        pem.write_bytes(certificate_for("localhost", days))
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(pem)
        port = free_port()
        listener = socket_at(port)

        def answer():
            line, _address = listener.accept()
            try:
                server.wrap_socket(line, server_side=True).close()
            except OSError:
                line.close()

        threading.Thread(target=answer, daemon=True).start()
        settings.PUBLIC_URL = f"https://localhost:{port}"
        return ssl.create_default_context(cafile=str(pem))

    return serve


def socket_at(port):
    import socket

    listener = socket.create_server(("127.0.0.1", port))
    listener.settimeout(10)
    return listener


@pytest.mark.parametrize(("days", "needs_hand"), [(60, False), (9, True)])
def test_a_certificate_is_looked_at_before_it_ends(https, days, needs_hand):
    with translation.override("en"):
        found = outside.certificate(https(days))
    assert found.sentence == f"Good for another {days - 1} days."
    assert found.needs_hand == needs_hand


def test_a_certificate_that_nobody_trusts_needs_a_hand(https):
    https(60)
    with translation.override("en"):
        found = outside.certificate()
    assert "Browsers do not trust localhost" in found.sentence
    assert found.needs_hand


def test_a_host_that_does_not_answer_needs_a_hand(settings):
    settings.PUBLIC_URL = f"https://localhost:{free_port()}"
    assert outside.certificate().needs_hand


def test_a_mail_server_that_is_away_needs_a_hand(settings):
    assert not outside.mail().needs_hand
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert outside.mail().needs_hand


def test_a_test_mail_is_sent_only_when_asked_for(settings, capsys):
    settings.PARKDESK_DEMO = True
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert mail.outbox == []
    with pytest.raises(SystemExit):
        call_command("doctor", mail_to="admin@parkdesk.example")
    assert [one.to for one in mail.outbox] == [["admin@parkdesk.example"]]


def test_a_healthy_house_ends_with_0(settings, capsys, at, monkeypatch):
    at("2026-11-24 10:00", tick=True)
    monkeypatch.setattr(home, "_off_the_database", timedelta)  # PostgreSQL's own clock does not follow the test's
    settings.PARKDESK_DEMO = True
    for part in (pulse.BACKUP, pulse.TICK, pulse.WORKER):
        pulse.beat(part)
    call_command("doctor", language="en")
    assert capsys.readouterr().out.splitlines()[-1] == "All is well."
    call_command("doctor")
    assert capsys.readouterr().out.splitlines()[-1] == "一切正常。"


def test_without_its_database_the_doctor_still_answers(monkeypatch, capsys):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(condition, "at_home", gone)
    with pytest.raises(SystemExit):
        call_command("doctor", language="en")
    assert "! Database: It does not answer" in capsys.readouterr().out


def test_the_health_page_says_the_same(client):
    client.force_login(AppointmentFactory(role=Role.SYSTEM_ADMIN).person)
    page = client.get("/en/health/").content.decode()
    assert "This house has never been backed up" in page
    assert "needs a hand" in page
