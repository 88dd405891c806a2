"""Robots in group chats: the platforms' payloads and signatures, 20 messages a minute, nothing lost, nothing leaked."""

import json
import random
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from parkdesk.core import clock, outbox, robot_sending, robot_words, robots, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.channels import dingtalk, feishu, group_chats, outward
from parkdesk.core.channels.platforms import Refused, Secrets, body_of
from parkdesk.core.models import Robot, RobotLine, RobotMessage
from parkdesk.core.robots import Card
from tests.core.stand_in import stand_in

GOLDEN = Path(__file__).parent / "golden" / "robots"
REFERENCE = re.compile(r"N-2026-\d{6}-K")
VERB = "enterprises.park.look"
PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=k",
    "dingtalk": "/robot/send?access_token=t",
    "feishu": "/open-apis/bot/v2/hook/h",
}


# --- what the platforms are told ---------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.json")))
def test_a_message_reads_as_its_platform_wants_it(name):
    golden = json.loads((GOLDEN / f"{name}.json").read_text())
    platform = group_chats.PLATFORMS[golden["kind"]]
    said = platform.payload(golden["title"], golden["text"])
    url, body = platform.signed(Secrets(golden["url"], golden["secret"]), said, golden["at"])
    assert url == golden["called"]
    assert json.loads(body_of(body)) == golden["body"]


def test_signatures_are_those_that_openssl_makes():
    ding, fei = (json.loads((GOLDEN / f"{name}.json").read_text()) for name in ("dingtalk", "feishu"))
    assert dingtalk.sign(ding["secret"], ding["at"] * 1000) == ding["sign"]
    assert feishu.sign(fei["secret"], fei["at"]) == fei["sign"]


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_without_a_secret_nothing_is_signed(kind):
    platform = group_chats.PLATFORMS[kind]
    url, body = platform.signed(Secrets("https://x.example/hook?a=b"), platform.payload("t", "words"), 1795483800)
    assert "sign" not in url + json.dumps(body)


# --- where robots may stand --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=k",
        "https://user:pw@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=k",
        "https://127.0.0.1/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com/cgi-bin/user/list?x=1",
        "https://oapi.dingtalk.com/robot/send?access_token=t",
        "https://[::1/",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_robot_stands_nowhere_but_at_its_platform(url):
    assert not group_chats.PLATFORMS["wecom"].is_address(url)
    with pytest.raises(outward.NotAllowed):
        group_chats.PLATFORMS["wecom"].call(Secrets(url), "t", "words", 0)


def test_each_platform_knows_its_own_address():
    for path in GOLDEN.glob("*.json"):
        golden = json.loads(path.read_text())
        known = [code for code, one in group_chats.PLATFORMS.items() if one.is_address(golden["url"])]
        assert known == [golden["kind"]]


# --- a group with a robot ----------------------------------------------------------------------------
@pytest.fixture
def server(settings):
    with stand_in() as book:
        settings.PARKDESK_OUTWARD_ORIGINS = [book.origin]
        yield book


@pytest.fixture
def park(park, monkeypatch, at):
    """A park whose every look is announced, each under a reference of its own."""
    at("2026-11-24 09:30")
    monkeypatch.setattr(robots, "_events", {})
    robots.announces(VERB, "新需求")(card)
    return park


def card(entry):
    if entry.facts.get("is_protected"):
        return None
    number = f"N-2026-{entry.seq:06d}-K"
    return Card(number, f"/desk/needs/{number}/", "重大", "启明里国际中心", "P01", entry.facts.get("line", ""), "逾期")


@pytest.fixture
def a_robot(server, db):
    def make(kind="wecom", **said):
        facts = {"name": kind, "url": server.origin + PATHS[kind], "since": clock.now() - timedelta(days=1)}
        return Robot.objects.create(kind=kind, **(facts | said))

    return make


def look(park, **facts):
    return trail.write(park, CLOCK, trail.Line(verb=VERB, facts=facts, words={}, at=clock.now()))


def text_of(call):
    body = call.body
    if "content" in body:
        return json.dumps(body["content"], ensure_ascii=False)
    return body["markdown"].get("content") or body["markdown"]["text"]


def told(server):
    """The references of each message that was taken; each counts once in a message, though its link repeats it."""
    return [set(REFERENCE.findall(text_of(call))) for call in server.taken]


def most_in_a_minute(server):
    moments = [call.at for call in server.calls]
    return max((sum(start <= at < start + 60 for at in moments) for start in moments), default=0)


def go_on(traveller, until, seconds=1.0):
    """The worker's rounds until nothing waits."""
    for _ in range(until):
        outbox.drain()
        robot_sending.send_due()
        traveller.shift(timedelta(seconds=seconds))
        if not RobotLine.objects.exclude(message__state="sent").exists():
            return
    pytest.fail("something is still waiting")


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_hundred_events_in_a_minute_arrive_in_at_most_twenty_messages_and_none_is_lost(
    park, a_robot, server, at, kind
):
    a_robot(kind)
    now = at("2026-11-24 09:30")
    for _ in range(100):
        look(park)
        outbox.drain()
        robot_sending.send_due()
        now.shift(timedelta(seconds=0.6))
    assert len(server.calls) <= 20
    go_on(now, 200)
    assert most_in_a_minute(server) <= 20
    references = [one for message in told(server) for one in message]
    assert len(references) == len(set(references)) == 100


def test_what_comes_at_the_same_moment_is_one_message(park, a_robot, server, at):
    a_robot()
    now = at("2026-11-24 09:30")
    for _ in range(12):
        look(park)
    go_on(now, 5)
    assert [len(one) for one in told(server)] == [12]
    assert text_of(server.calls[0]).startswith("**12 ")


def test_what_does_not_fit_into_one_message_follows_in_the_next(park, a_robot, server, at):
    robot = a_robot(keyword="园区")
    now = at("2026-11-24 09:30")
    for _ in range(300):
        look(park)
    outbox.drain()
    go_on(now, 10, seconds=4)
    assert len(server.calls) == 2
    assert max(len(text_of(one).encode()) for one in server.calls) <= 4096
    assert all("园区" in text_of(one) for one in server.calls)
    references = [one for message in told(server) for one in message]
    assert len(references) == len(set(references)) == 300
    assert robots.waiting(robot) == 0


class Killed(BaseException):
    """The worker was killed."""


@pytest.mark.parametrize("seed", range(3))
def test_a_failing_platform_and_a_killed_worker_lose_nothing(park, a_robot, server, at, monkeypatch, seed):
    """A message that was taken before the worker died may come again, word for word: never in another message."""
    chance = random.Random(seed)
    a_robot()
    now = at("2026-11-24 09:30")
    answers = [(200, {"errcode": 0}), (200, {"errcode": 45009, "errmsg": "freq"}), (502, {})]
    server.answer = lambda call: chance.choices(answers, [7, 2, 1])[0]
    free = robot_sending._free

    def dies_sometimes(robot):
        if chance.random() < 0.2:
            raise Killed
        free(robot)

    monkeypatch.setattr(robot_sending, "_free", dies_sometimes)
    for count in range(120):
        if count < 30:
            look(park)
            outbox.drain()
        with suppress(Killed):
            robot_sending.send_due()
        now.shift(timedelta(seconds=2 if count < 30 else 90))
    assert not RobotLine.objects.exclude(message__state="sent").exists()
    assert most_in_a_minute(server) <= 20
    said = {(reference, call.raw) for call in server.taken for reference in REFERENCE.findall(text_of(call))}
    assert len(said) == len({reference for reference, _ in said}) == 30


def test_a_platform_that_refuses_is_asked_again_after_a_pause_and_says_why(park, a_robot, server, at):
    robot = a_robot("dingtalk", url=server.origin + PATHS["dingtalk"], secret="SEC1")
    now = at("2026-11-24 09:30")
    server.answer = lambda call: (200, {"errcode": 310000, "errmsg": "keywords not in content"})
    look(park)
    outbox.drain()
    assert robot_sending.send_due() == 1
    assert robot_sending.send_due() == 0
    robot.refresh_from_db()
    assert robot.error == "310000 keywords not in content"
    with translation.override("en"):
        assert "keyword" in group_chats.of(robot).explain(robot.error)
    server.answer = type(server)().answer
    look(park)
    now.shift(timedelta(seconds=6))
    assert robot_sending.send_due() == 1
    go_on(now, 10)
    assert [len(one) for one in told(server)] == [1, 1]
    robot.refresh_from_db()
    assert robot.error == ""
    assert robot.succeeded_at > robot.failed_at


def test_a_redirect_is_not_followed(park, a_robot, server):
    robot = a_robot()
    server.answer = lambda call: (302, {"headers": {"Location": server.origin + "/cgi-bin/webhook/send?key=other"}})
    look(park)
    outbox.drain()
    robot_sending.send_due()
    assert [call.path for call in server.calls] == [PATHS["wecom"]]
    robot.refresh_from_db()
    assert robot.error == "Unreachable HTTP 302"


def test_no_error_that_is_kept_holds_the_secret_address(park, a_robot, settings):
    settings.PARKDESK_OUTWARD_ORIGINS = ["http://127.0.0.1:9"]
    robot = a_robot(url="http://127.0.0.1:9/cgi-bin/webhook/send?key=very-secret", secret="also-secret")
    look(park)
    outbox.drain()
    robot_sending.send_due()
    robot.refresh_from_db()
    kept = f"{robot.error} {list(RobotMessage.objects.values())}"
    assert robot.error.startswith("Unreachable")
    assert "secret" not in kept


# --- who hears what ----------------------------------------------------------------------------------
def test_what_is_protected_is_told_to_no_group(park, a_robot, server, at):
    a_robot()
    now = at("2026-11-24 09:30")
    look(park, is_protected=True)
    outbox.drain()
    assert not RobotLine.objects.exists()
    look(park)
    go_on(now, 5)
    assert told(server) == [{"N-2026-000002-K"}]


def test_what_becomes_protected_before_it_is_told_is_taken_out(park, a_robot, server, monkeypatch):
    a_robot()
    look(park)
    outbox.drain()
    monkeypatch.setattr(robots, "_events", {})
    robots.announces(VERB, "新需求")(lambda entry: None)
    assert robot_sending.send_due() == 0
    assert not RobotLine.objects.exists()


def test_a_robot_hears_its_park_its_line_and_its_events_alone(park, a_robot, server):
    a_robot(name="all")
    a_robot(name="another park", park="P02")
    a_robot(name="this park", park="P01")
    a_robot(name="another line", line="party_mass")
    a_robot(name="another event", events=["enterprises.park.sleep"])
    a_robot(name="off", is_on=False)
    a_robot(name="younger", since=clock.now() + timedelta(minutes=1))
    look(park)
    outbox.drain()
    outbox.replay("notices")
    outbox.drain()
    names = RobotLine.objects.values_list("robot__name", flat=True)
    assert sorted(names) == ["all", "this park"]


def test_a_test_message_counts_among_the_twenty(park, a_robot, server, at):
    robot = a_robot()
    now = at("2026-11-24 09:30")
    for _ in range(20):
        robot_sending.try_out(robot, "试一试", "试一试")
        now.shift(timedelta(seconds=2.9))
        with pytest.raises(robot_sending.TooSoon):
            robot_sending.try_out(robot, "试一试", "试一试")
        now.shift(timedelta(seconds=0.1))
    with pytest.raises(robot_sending.TooSoon):
        robot_sending.try_out(robot, "试一试", "试一试")
    assert len(server.calls) == 20


def test_a_failed_test_message_says_why(a_robot, server, at):
    at("2026-11-24 09:30")
    robot = a_robot()
    server.answer = lambda call: (200, {"errcode": 93000, "errmsg": "invalid webhook url"})
    with pytest.raises(Refused):
        robot_sending.try_out(robot, "试一试", "试一试")
    robot.refresh_from_db()
    assert robot.busy_until is None
    assert group_chats.of(robot).explain(robot.error)


def test_the_address_of_a_robot_is_masked():
    robot = Robot(
        kind="wecom", url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-0ec2sifa3f7a"
    )
    assert robot.masked_url == "https://qyapi.weixin.qq.com/…3f7a"


# --- pure --------------------------------------------------------------------------------------------
def test_calls_from_before_the_clock_was_put_back_do_not_count():
    assert robot_sending.may_call([], 1000.0)
    assert robot_sending.may_call([5000.0] * 20, 1000.0)
    assert not robot_sending.may_call([941.0 + i for i in range(20)], 1000.0)
    assert not robot_sending.may_call([998.0], 1000.0)


@pytest.mark.parametrize(("kind", "most"), [("wecom", 4096), ("dingtalk", 20_000), ("feishu", 19_900)])
def test_no_message_is_longer_than_its_platform_takes(kind, most):
    cards = [("新需求", Card(f"N-2026-{n:06d}-K", f"/desk/needs/{n}/", "重大", "启明里国际中心")) for n in range(1500)]
    platform = group_chats.PLATFORMS[kind]
    text = robot_words.say(cards, platform.fits, "园区")
    said = text.body.encode() if kind == "wecom" else body_of(platform.payload(text.title, text.body))
    assert most * 0.9 < len(said) <= most
    assert len(set(REFERENCE.findall(text.body))) == text.count
    assert text.body.endswith("园区")


def test_few_are_told_with_their_park_and_light_many_by_reference():
    cards = [("新需求", Card(f"N-2026-{n:06d}-K", "/x/", "重大", "启明里国际中心")) for n in range(300)]
    fits = group_chats.PLATFORMS["wecom"].fits
    few, many = robot_words.say(cards[:5], fits), robot_words.say(cards, fits)
    assert few.count == 5
    assert few.body.count("启明里") == 5
    assert 100 < many.count < 300
    assert "启明里" not in many.body
    assert fits(many.title, many.body)
