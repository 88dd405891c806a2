"""What people want to be told and when: quiet hours, digests, what always comes; each notice goes out exactly once."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core import mail
from hypothesis import example, given
from hypothesis import strategies as st

from parkdesk.core import channels, clock, kinds, notices, outbox, recipients, trail, wishes
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Notice, Wishes
from parkdesk.core.recipients import Address, Recipient
from parkdesk.core.workdays import SHANGHAI
from tests.rounds import examples

LOOK, CALL, FIRE = "enterprises.park.look", "enterprises.park.call", "enterprises.park.fire"
ME = "person:1"
FREE = {"is_must": False, "is_urgent": False}


def at_(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# --- pure --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rhythm", "told", "goes"),
    [
        ("at_once", "2026-11-24 09:30", "2026-11-24 09:30"),
        ("at_once", "2026-11-24 22:00", "2026-11-25 08:00"),
        ("at_once", "2026-11-25 07:59", "2026-11-25 08:00"),
        ("at_once", "2026-11-25 08:00", "2026-11-25 08:00"),
        ("daily", "2026-11-24 09:30", "2026-11-24 17:00"),
        ("daily", "2026-11-24 17:00", "2026-11-24 17:00"),
        ("daily", "2026-11-24 17:01", "2026-11-25 17:00"),
        ("weekly", "2026-11-24 09:30", "2026-11-27 17:00"),
        ("weekly", "2026-11-27 17:01", "2026-12-04 17:00"),
    ],
)
def test_a_message_goes_out_when_its_reader_wants_it(rhythm, told, goes):
    mine = Wishes(recipient=ME, rhythm=rhythm)
    assert wishes.earliest(mine, "email", at_(told), at_(told), **FREE) == at_(goes)


def test_a_late_worker_wakes_nobody():
    mine = Wishes(recipient=ME, rhythm="daily")
    late = wishes.earliest(mine, "email", at_("2026-11-24 09:30"), at_("2026-11-24 23:30"), **FREE)
    assert late == at_("2026-11-25 08:00")


def test_an_emergency_waits_for_nothing_and_what_must_come_for_the_morning_alone():
    mine, night = Wishes(recipient=ME, rhythm="weekly"), at_("2026-11-24 23:30")
    assert wishes.earliest(mine, "email", night, night, is_must=False, is_urgent=True) == night
    assert wishes.earliest(mine, "email", night, night, is_must=True, is_urgent=False) == at_("2026-11-25 08:00")


def test_who_reports_at_night_reads_at_once_that_it_arrived_and_is_rung_in_the_morning():
    reporter, night = Wishes(recipient="need:17"), at_("2026-11-24 23:30")
    assert wishes.earliest(reporter, "email", night, night, **FREE) == night
    assert wishes.earliest(reporter, "sms", night, night, **FREE) == at_("2026-11-25 08:00")


def test_equal_quiet_hours_mean_none():
    mine, night = Wishes(recipient=ME, quiet_from="08:00", quiet_until="08:00"), at_("2026-11-24 23:30")
    assert wishes.end_of_quiet(mine, night) == night


def test_what_must_come_cannot_be_switched_off_and_no_more_means_none():
    nothing = Wishes(recipient=ME, chosen={"looks": []})
    assert not wishes.wants(nothing, "email", "looks", **FREE)
    assert wishes.wants(nothing, "email", "looks", is_must=True, is_urgent=False)
    assert not wishes.wants(nothing, "sms", "looks", is_must=True, is_urgent=False)
    assert wishes.wants(nothing, "sms", "looks", is_must=False, is_urgent=True)
    stopped = Wishes(recipient="need:1", is_stopped=True)
    assert not wishes.wants(stopped, "sms", "looks", is_must=True, is_urgent=True)
    assert wishes.wants(stopped, "in_app", "looks", **FREE)


# --- at work -----------------------------------------------------------------------------------------
class Carrier:
    """A provider of text messages that keeps what it was given."""

    texts = []

    def lacks(self):
        return []

    def send(self, text):
        Carrier.texts.append(text)


@pytest.fixture
def house(park, settings, tmp_path, monkeypatch):
    """A park with three kinds of events, one reader, and all channels."""
    folder = tmp_path / "enterprises" / "notices"
    folder.mkdir(parents=True)
    for step in ("look", "call", "fire"):
        (folder / f"park.{step}.txt").write_text("{{ entry.verb }} no {{ entry.seq }}.\nwords")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.PARKDESK_SMS_BACKEND = "tests.core.test_wishes.Carrier"
    monkeypatch.setattr(Carrier, "texts", [])
    address = Address("秦清溪", "qin@example.com", "/me/", "+8615400001201")
    monkeypatch.setattr(recipients, "_resolvers", {"person": lambda ref: address})
    everybody = [lambda entry: [Recipient(ME, "en")]]
    monkeypatch.setattr(notices, "_audiences", dict.fromkeys((LOOK, CALL, FIRE), everybody))
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_urgent", [("*.fire", lambda entry: True)])
    kinds.add(kinds.Kind("looks", "Looks", patterns=("enterprises.park.*",), musts={CALL: "A call"}))
    return park


def happen(park, verb):
    entry = trail.write(park, CLOCK, trail.Line(verb=verb, facts={}, words={}, at=clock.now()))
    outbox.drain()
    return entry


def subjects():
    return [one.subject for one in mail.outbox]


def test_the_messages_of_a_day_come_as_one(house, at):
    now = at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="daily")
    for _ in range(3):
        happen(house, LOOK)
    assert notices.send_due() == 0
    now.move_to(at_("2026-11-24 17:00"))
    assert notices.send_due() == 3
    assert subjects() == ["3 messages from the desk"]
    assert all(f"{LOOK} no {number}." in mail.outbox[0].body for number in (1, 2, 3))
    assert set(Notice.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}
    assert notices.send_due() == 0


def test_after_a_late_digest_the_one_of_the_day_goes_out_tomorrow(house, at):
    """At most one digest a day, also after an evening on which no job ran."""
    now = at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="daily")
    happen(house, LOOK)
    now.move_to(at_("2026-11-25 08:30"))
    assert notices.send_due() == 1
    happen(house, LOOK)
    happen(house, CALL)
    assert notices.send_due() == 1  # what must come waits for nothing
    now.move_to(at_("2026-11-25 17:30"))
    assert notices.send_due() == 0
    now.move_to(at_("2026-11-26 16:59"))
    assert notices.send_due() == 0
    now.move_to(at_("2026-11-26 17:00"))
    assert notices.send_due() == 1
    assert subjects() == [f"{LOOK} no 1.", f"{CALL} no 3.", f"{LOOK} no 2."]


def test_what_does_not_fit_into_a_digest_goes_with_the_one_of_tomorrow(house, at, monkeypatch):
    monkeypatch.setattr("parkdesk.core.sending.MOST_IN_ONE", 2)
    now = at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="daily")
    for _ in range(3):
        happen(house, LOOK)
    now.move_to(at_("2026-11-24 17:00"))
    assert [notices.send_due(), notices.send_due()] == [2, 0]
    now.move_to(at_("2026-11-25 17:00"))
    assert notices.send_due() == 1
    assert subjects() == ["2 messages from the desk", f"{LOOK} no 3."]


def test_a_digest_that_a_provider_refused_is_the_only_one_until_it_is_out(house, at, monkeypatch):
    now = at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="daily", chosen={"looks": ["sms"]})
    happen(house, LOOK)
    now.move_to(at_("2026-11-24 17:00"))
    with monkeypatch.context() as patch:
        patch.setattr(Carrier, "send", lambda self, text: 1 / 0)
        notices.send_due()
    happen(house, LOOK)
    now.move_to(at_("2026-11-25 17:00"))
    notices.send_due()
    assert [LOOK in one.text for one in Carrier.texts] == [True]
    now.move_to(at_("2026-11-26 17:00"))
    notices.send_due()
    assert [f"no {number}." in one.text for number, one in enumerate(Carrier.texts, 1)] == [True, True]


def test_what_must_come_does_not_wait_for_the_digest(house, at):
    at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="weekly", chosen={"looks": []})
    happen(house, LOOK)
    happen(house, CALL)
    notices.send_due()
    assert subjects() == [f"{CALL} no 2."]
    assert Notice.objects.filter(channel="in_app").count() == 2


def test_an_emergency_wakes_people_by_every_channel(house, at):
    at("2026-11-24 23:30")
    happen(house, FIRE)
    happen(house, LOOK)
    notices.send_due()
    assert subjects() == [f"{FIRE} no 1."]
    assert [one.text for one in Carrier.texts] == [f"【梦创社区】{FIRE} no 1. http://127.0.0.1:8000/me/"]


def test_what_waits_follows_a_change_of_mind(house, at):
    now = at("2026-11-24 09:30")
    notices.keep_wishes(ME, rhythm="weekly", chosen={"looks": ["email", "sms"]})
    happen(house, LOOK)
    now.shift(timedelta(hours=1))
    notices.keep_wishes(ME, rhythm="at_once", chosen={"looks": ["sms"]})
    notices.send_due()
    assert mail.outbox == []
    assert len(Carrier.texts) == 1
    assert set(Notice.objects.values_list("channel", "state")) == {
        ("in_app", "sent"), ("email", "off"), ("sms", "sent"),
    }  # fmt: skip


@pytest.mark.parametrize("code", ["email", "sms"])
def test_a_channel_that_is_off_makes_no_error_elsewhere(house, at, code):
    at("2026-11-24 09:30")
    notices.keep_wishes(ME, chosen={"looks": ["email", "sms"]})
    happen(house, LOOK)
    channels.switch(code, "off")
    happen(house, LOOK)
    notices.send_due()
    other = len(Carrier.texts) if code == "email" else len(mail.outbox)
    assert other == 2
    assert not Notice.objects.filter(channel=code, state="sent").exists()
    assert not Notice.objects.filter(state="failed").exists()
    channels.switch(code, "on")
    happen(house, LOOK)
    notices.send_due()
    assert Notice.objects.filter(channel=code, state="sent").count() == 1


def test_the_site_cannot_be_switched_off():
    with pytest.raises(KeyError):
        channels.switch("in_app", "off")


def test_a_channel_remembers_when_it_worked_and_when_it_failed(house, at, monkeypatch):
    now = at("2026-11-24 09:30")
    happen(house, LOOK)
    notices.send_due()
    now.shift(timedelta(minutes=5))

    def refuse(self, text):
        raise OSError("451 +8615400001201 is not served")

    monkeypatch.setattr(Carrier, "send", refuse)
    happen(house, FIRE)
    notices.send_due()
    states = channels.states()
    assert states["email"].succeeded_at == clock.now()
    assert states["sms"].failed_at == clock.now()
    assert "1540000" not in states["sms"].error
    assert "1540000" not in str(list(Notice.objects.values()))


# --- whatever the clock does -------------------------------------------------------------------------
HAPPENS = st.tuples(st.just("event"), st.sampled_from([LOOK, CALL, FIRE]))
WAITS = st.tuples(st.just("wait"), st.integers(min_value=1, max_value=40 * 60))
WORKS = st.tuples(st.just("work"), st.sampled_from([1, 2, 5]))
CHANGES = st.tuples(st.just("rhythm"), st.sampled_from(["at_once", "daily", "weekly"]))


class Run:
    """One run of the house: what happened, and when messages went out."""

    def __init__(self, house, now):
        self.house, self.now, self.entries, self.moments = house, now, [], []
        for rows in (Notice.objects, Wishes.objects):
            rows.all().delete()
        mail.outbox.clear()
        Carrier.texts.clear()
        notices.keep_wishes(ME, chosen={"looks": ["email", "sms"]})

    def event(self, verb):
        self.entries.append(happen(self.house, verb))

    def wait(self, minutes):
        self.now.shift(timedelta(minutes=minutes))

    def rhythm(self, rhythm):
        notices.keep_wishes(ME, rhythm=rhythm)

    def work(self, times=1):
        for _ in range(times):
            before = len(mail.outbox) + len(Carrier.texts)
            notices.send_due()
            self.moments += [clock.now()] * (len(mail.outbox) + len(Carrier.texts) - before)

    def let_nine_days_pass(self):
        """Three looks a day: whatever the hour, one of them is outside the quiet hours, which last ten."""
        for _ in range(9):
            for hours in (8, 8, 8):
                self.wait(60 * hours)
                self.work()


@pytest.mark.django_db
@examples(15)
@example(steps=[("event", LOOK), ("wait", 330), ("wait", 2400)])  # two looks a day both met the quiet hours
@given(steps=st.lists(st.one_of(HAPPENS, WAITS, WORKS, CHANGES), min_size=3, max_size=18))
def test_each_notice_goes_out_exactly_once_by_each_wanted_channel_whatever_the_clock_does(house, at, steps):
    run = Run(house, at("2026-11-24 09:30"))
    for what, value in steps:
        getattr(run, what)(value)
    run.let_nine_days_pass()
    wanted = Counter(entry.seq for entry in run.entries)
    assert Counter(one for letter in mail.outbox for one in _numbers(f"{letter.subject}\n{letter.body}")) == wanted
    sent = Notice.objects.filter(channel="sms", state="sent").order_by()
    assert Counter(sent.values_list("entry__seq", flat=True)) == wanted
    assert len(Carrier.texts) == sent.values("parcel").distinct().count()
    is_calm = FIRE not in {entry.verb for entry in run.entries}
    assert not (is_calm and [one for one in run.moments if not 8 <= one.astimezone(SHANGHAI).hour < 22])


def _numbers(text):
    return [int(line.rpartition(" ")[2].rstrip(".")) for line in text.splitlines() if " no " in line]
