"""The plug is pulled (kill -9, quality 6): needs, votes and points that were acknowledged stay, none by half."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

import pytest

from tests.bench.callers import Refused, hidden_fields
from tests.plugins.clean import ROOT
from tests.plugins.house import House
from tests.rounds import how_many

pytestmark = [pytest.mark.browser, pytest.mark.deep]  # a whole house, started again and again
KILLS = how_many(3, 100)
HANDS = 4
FORM = "/needs/new/"


class Reporter(threading.Thread):
    """Hands in one need after the other, each from a device of its own, and keeps what was acknowledged."""

    def __init__(self, house: House, number: int) -> None:
        super().__init__(daemon=True)
        self._port, self._number = urlsplit(house.url).port, number
        self._is_over = threading.Event()
        self.acknowledged: list[str] = []
        self.asked = 0

    def run(self) -> None:
        while not self._is_over.is_set():
            with suppress(OSError, http.client.HTTPException, Refused):  # nobody is there, or it says that it failed
                self._hand_in()
            # Without a pause four reporters leave no processor to a house that starts, and none to the hands.
            time.sleep(0.2)

    def stop(self) -> None:
        self._is_over.set()
        self.join(30)

    def _hand_in(self) -> None:
        self.asked += 1
        text = f"电梯停了，第{self._number}-{self.asked}次报告"
        # Each need from another address: the limits of one are not what is tried here.
        line = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=20, source_address=(f"127.{self._number}.0.{1 + self.asked % 200}", 0)
        )
        line.request("GET", FORM)
        page = line.getresponse()
        cookies = "; ".join(one.partition(";")[0] for one in page.headers.get_all("Set-Cookie") or [])
        fields = hidden_fields(page.read().decode()) | {"text": text, "where": "3号楼"}
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        line.request("POST", FORM, urlencode(fields), head)
        answer = line.getresponse()
        answer.read()
        if answer.status == 303:
            self.acknowledged.append(text)
        line.close()


class Hand:
    """A program beside the house that votes or gives points until it is killed with it; keeps what it acknowledged."""

    def __init__(self, house: House, *words: str) -> None:
        self._house, self._words = house, words
        self.acknowledged: list[str] = []

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.journeys.busy_hands", *self._words]
        self._running = subprocess.Popen(
            command, cwd=ROOT, env=self._house.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._before = len(self.acknowledged)
        threading.Thread(target=self._listen, args=(self._running.stdout,), daemon=True).start()

    def wait_for_work(self) -> None:
        """The plug is to be pulled in the middle of work."""
        end = time.monotonic() + 60
        while len(self.acknowledged) == self._before:
            assert time.monotonic() < end, f"{self._words} does not work"
            time.sleep(0.05)

    def _listen(self, lines) -> None:
        """Only a whole line was acknowledged."""
        self.acknowledged.extend(line.strip() for line in lines if line.endswith("\n"))

    def kill(self) -> None:
        self._running.kill()
        self._running.wait()


def pull_the_plug(house):
    """Kill everything of the house at once; nobody gets to say goodbye."""
    running = house._running
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    house._running = None


def work_and_pull(house, hands, seconds):
    """Let the hands work so long beside the house, pull the plug; returns the seconds until it answers again."""
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.wait_for_work()
    time.sleep(seconds)
    for hand in hands:
        hand.kill()
    pull_the_plug(house)
    began = time.monotonic()
    house.open()
    return time.monotonic() - began


def stored(house):
    code = (
        "import json; from requests_flow.models import Need;"
        "print(json.dumps(list(Need.objects.filter(text__contains='次报告').values_list('text', flat=True))))"
    )
    return json.loads(house.shell(code))


def busy(house, *words, said=None):
    """Let `busy_hands` do one thing; returns what it printed."""
    command = [sys.executable, "-m", "tests.journeys.busy_hands", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=house.environment, input=said, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_was_acknowledged_outlives_any_pulled_plug(own_house, capsys):
    chance, slowest = random.Random(6), 0.0
    reporters = [Reporter(own_house, number) for number in range(1, HANDS + 1)]
    round_ = busy(own_house, "prepare")
    voter, giver = Hand(own_house, "votes", round_), Hand(own_house, "postings")
    for one in reporters:
        one.start()
    for _ in range(KILLS):
        slowest = max(slowest, work_and_pull(own_house, (voter, giver), chance.uniform(0.2, 3)))
    for one in reporters:
        one.stop()
    told = [text for one in reporters for text in one.acknowledged]
    assert len(told) > KILLS, "there was no load: the test would prove nothing"
    there = Counter(stored(own_house))
    assert [text for text in told if there[text] != 1] == []
    assert set(there.values()) == {1}
    own_house.manage("verify_trail")
    own_house.manage("verify_ledger")
    votes, points = voter.acknowledged, giver.acknowledged
    assert min(len(votes), len(points)) > KILLS, "nobody voted, or nobody gave points: the test would prove nothing"
    lost = json.loads(busy(own_house, "count", said=json.dumps({"votes": votes, "postings": points})))
    assert lost == []
    what = f"{len(told)} needs, {len(votes)} votes and {len(points)} postings acknowledged, {len(lost)} lost"
    with capsys.disabled():
        print(f"\n{KILLS} kills, {what}; the slowest start {slowest:.1f} s")
