"""Telling people: one notice per event, recipient and channel; sent at least once, always with the same id."""

import random
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from django.utils import translation

from parkdesk.core import clock, notices, outbox, recipients, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Claim, Notice
from parkdesk.core.notices import Address, Recipient
from tests.plugins.postgres import free_port

VERB = "enterprises.park.look"
WORDS = "{% autoescape off %}A look at {{ subject.name }}\n{{ name }}, see {{ url }}{% endautoescape %}"


@pytest.fixture
def people(monkeypatch):
    """Who lives where, by reference; an audience of all of them."""
    book = {"person:1": Address("秦清溪", "qin@example.com", "/me/"), "need:7": Address("", "firm@example.com", "/x/")}
    resolvers = {
        prefix: (lambda ref, prefix=prefix: book.get(f"{prefix}:{ref}")) for prefix in ("person", "need", "ghost")
    }
    monkeypatch.setattr(recipients, "_resolvers", resolvers)
    monkeypatch.setattr(notices, "_audiences", {VERB: [lambda entry: [Recipient(key, "en") for key in book]]})
    return book


@pytest.fixture
def park(park, settings, tmp_path, at):
    """A park with words for what happens there, on a Tuesday morning."""
    at("2026-11-24 09:30")
    folder = tmp_path / "enterprises" / "notices"
    folder.mkdir(parents=True)
    (folder / "park.look.txt").write_text(WORDS)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    return park


def look(park):
    entry = trail.write(park, CLOCK, trail.Line(verb=VERB, facts={}, words={}, at=clock.now()))
    outbox.drain()
    return entry


def rows():
    return sorted(Notice.objects.values_list("recipient", "channel", "state"))


# --- one row per event, recipient and channel --------------------------------------------------------
def test_an_event_gives_each_recipient_one_notice_per_channel(people, park):
    look(park)
    assert rows() == [("need:7", "email", "waiting"), ("person:1", "email", "waiting"), ("person:1", "in_app", "sent")]


def test_hearing_an_event_twice_adds_nothing(people, park):
    entry = look(park)
    ids = set(Notice.objects.values_list("message_id", flat=True))
    notices.write_notices(entry)
    outbox.replay("notices")
    outbox.drain()
    assert set(Notice.objects.values_list("message_id", flat=True)) == ids


def test_somebody_in_two_audiences_is_told_once(people, park, monkeypatch):
    both = [lambda entry: [Recipient("person:1")], lambda entry: [Recipient("person:1")]]
    monkeypatch.setattr(notices, "_audiences", {VERB: both})
    look(park)
    assert [channel for _, channel, _ in rows()] == ["email", "in_app"]


def test_an_event_that_tells_nobody_anything_leaves_no_notice(people, park, monkeypatch):
    monkeypatch.setattr(notices, "_audiences", {})
    look(park)
    assert rows() == []


def test_what_is_on_the_site_is_unread_until_it_is_read(people, park):
    look(park)
    assert notices.unread("person:1") == 1
    Notice.objects.filter(channel="in_app").update(read_at=clock.now())
    assert notices.unread("person:1") == 0


# --- sending -----------------------------------------------------------------------------------------
def test_a_notice_is_sent_once_and_carries_its_id(people, park):
    look(park)
    assert notices.send_due() == 2
    assert notices.send_due() == 0
    assert sorted(one.to[0] for one in mail.outbox) == ["firm@example.com", "qin@example.com"]
    ids = {f"<{one}@parkdesk>" for one in Notice.objects.filter(channel="email").values_list("message_id", flat=True)}
    assert {one.message()["Message-ID"] for one in mail.outbox} == ids


def test_words_are_plain_text_in_the_readers_language(people, park):
    park.name = "R&D <Park>"
    park.save()
    look(park)
    with translation.override("zh-hans"):
        notices.send_due()
    letter = next(one for one in mail.outbox if one.to == ["qin@example.com"])
    assert letter.subject == "A look at R&D <Park>"
    assert letter.body == "秦清溪, see http://127.0.0.1:8000/me/"


def test_the_address_is_asked_in_the_readers_language(people, park, monkeypatch):
    seen = []
    look_up = dict.fromkeys(["need", "person"], lambda _: seen.append(translation.get_language()))
    monkeypatch.setattr(recipients, "_resolvers", look_up)
    look(park)
    notices.send_due()
    assert seen == ["en", "en"]


def test_no_notice_holds_an_address(people, park, monkeypatch, settings):
    settings.EMAIL_BACKEND = "tests.core.test_notices.Refusing"
    look(park)
    notices.send_due()
    kept = str(list(Notice.objects.values()))
    assert "@" not in kept
    assert "example.com" not in kept
    assert "550" in kept


class Refusing(BaseEmailBackend):
    """A provider that names the recipient in its refusal."""

    def send_messages(self, messages):
        raise OSError(f"550 {{'{messages[0].to[0]}': (550, b'<{messages[0].to[0]}> unknown')}}")


def test_somebody_without_an_address_is_dropped_and_not_tried_again(people, park):
    people["need:7"] = None
    people["person:1"] = Address("秦清溪")
    look(park)
    assert notices.send_due() == 2
    assert set(Notice.objects.filter(channel="email").values_list("state", "sent_at")) == {("dropped", None)}
    assert notices.send_due() == 0


def test_one_notice_without_words_does_not_hold_up_the_others(people, park, monkeypatch):
    monkeypatch.setitem(notices._audiences, "enterprises.park.wordless", [lambda entry: [Recipient("need:7", "en")]])
    trail.write(park, CLOCK, trail.Line(verb="enterprises.park.wordless", facts={}, words={}, at=clock.now()))
    look(park)
    assert notices.send_due() == 3
    assert len(mail.outbox) == 2
    assert Notice.objects.get(state="failed").error.startswith("TemplateDoesNotExist")


def test_a_prefix_that_nobody_resolves_fails_and_says_so(people, park, monkeypatch):
    monkeypatch.setattr(notices, "_audiences", {VERB: [lambda entry: [Recipient("stranger:1")]]})
    look(park)
    notices.send_due()
    assert Notice.objects.get().error == "KeyError: 'stranger'"


# --- what goes wrong ---------------------------------------------------------------------------------
class Killed(BaseException):
    """The worker was killed."""


class Moody(BaseEmailBackend):
    """A provider after a script: "ok", "no" (refuses), "lost" (takes it, then the worker dies before it is noted)."""

    script, taken = iter(()), []

    def send_messages(self, messages):
        mood = next(Moody.script, "ok")
        if mood == "no":
            raise ConnectionResetError("provider hung up")
        Moody.taken += [one.message()["Message-ID"] for one in messages]
        if mood == "lost":
            raise Killed
        return len(messages)


@pytest.fixture
def moody(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.core.test_notices.Moody"
    monkeypatch.setattr(Moody, "taken", [])
    return Moody


def rounds(traveller, count=200):
    """The worker, restarted whenever it is killed, for as long as it takes."""
    for _ in range(count):
        try:
            outbox.drain()
            notices.send_due()
        except Killed:
            pass
        if not Notice.objects.exclude(state__in=["sent", "dropped"]).exists():
            return
        traveller.shift(timedelta(hours=1))
    pytest.fail("something is still waiting")


def test_a_worker_killed_after_sending_sends_again_with_the_same_id(people, park, moody, at):
    now = at("2026-11-24 09:30")
    moody.script = iter(["lost"])
    look(park)
    with pytest.raises(Killed):
        notices.send_due()
    assert notices.send_due() == 1
    now.shift(notices.LEASE)
    assert notices.send_due() == 1
    assert len(moody.taken) == 3
    assert len(set(moody.taken)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_a_provider_failing_three_times_in_ten_gets_every_notice_at_least_once(people, park, moody, at, seed):
    chance = random.Random(seed)
    moody.script = iter(lambda: chance.choices(["ok", "no", "lost"], [6, 3, 1])[0], None)
    now = at("2026-11-24 09:30")
    for _ in range(10):
        look(park)
    rounds(now)
    emails = Notice.objects.filter(channel="email")
    assert emails.count() == 20
    assert set(moody.taken) == {f"<{one.message_id}@parkdesk>" for one in emails}
    assert set(emails.values_list("state", flat=True)) == {"sent"}


class Writing(BaseEmailBackend):
    """A slow provider, while somebody else at the desk writes something down."""

    def send_messages(self, messages):
        def write():
            Claim.objects.create(scope="meanwhile", key=messages[0].to[0], at=clock.now(), result="")
            connections.close_all()

        other = threading.Thread(target=write, daemon=True)
        other.start()
        other.join(timeout=5)
        if other.is_alive():
            raise TimeoutError("the desk had to wait for the mail server")
        return len(messages)


def test_the_desk_does_not_wait_for_a_slow_mail_server(transactional_db, people, park, settings):
    settings.EMAIL_BACKEND = "tests.core.test_notices.Writing"
    look(park)
    notices.send_due()
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert Claim.objects.filter(scope="meanwhile").count() == 2


# --- over a real SMTP connection ---------------------------------------------------------------------
class Postbox:
    """What a mail server took; it refuses three in ten."""

    def __init__(self):
        self.letters, self.chance = [], random.Random(7)

    async def handle_DATA(self, server, session, envelope):
        if self.chance.random() < 0.3:
            return "451 try again later"
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def postbox(settings):
    """A mail server on the loopback."""
    server = Controller(Postbox(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield server.handler
    server.stop()


def test_notices_go_over_smtp_until_the_server_has_taken_each(people, park, postbox, at):
    now = at("2026-11-24 09:30")
    for _ in range(6):
        look(park)
    rounds(now)
    ids = [text.partition("Message-ID: <")[2].partition("@parkdesk>")[0] for _, text in postbox.letters]
    kept = Notice.objects.filter(channel="email").values_list("message_id", flat=True)
    assert sorted(ids) == sorted(str(one) for one in kept)
    assert {to[0] for to, _ in postbox.letters} == {"qin@example.com", "firm@example.com"}
    assert all("Auto-Submitted: auto-generated" in text for _, text in postbox.letters)


def test_a_mail_server_that_is_away_keeps_the_notices_waiting(people, park, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    look(park)
    assert notices.send_due() == 2
    assert set(Notice.objects.filter(channel="email").values_list("state", "tries")) == {("failed", 1)}
