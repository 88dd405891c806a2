"""The worker is killed (kill -9) in the middle of an import: the directory has all of the list or nothing of it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.plugins.clean import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.deep]  # a whole house, started again after each kill
ROWS = 3000
NOTHING = {"firms": 0, "places": 0, "contacts": 0, "rows": 0}
ALL = dict.fromkeys(NOTHING, ROWS)


def hands(house, *words):
    """Let `import_hands` do one thing; returns what it printed."""
    command = [sys.executable, "-m", "tests.journeys.import_hands", *words]
    done = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def counted(house, job):
    """What stands of the list, and what the import says of itself."""
    found = json.loads(hands(house, "count", job))
    return found.pop("state"), found.pop("trouble"), found


def worker_of(house):
    """The process that works in the background, of this house alone."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"worker" in words and os.getpgid(int(folder.name)) == house._running.pid:
                found.append(folder.name)
    [pid] = found
    return pid


def strike(house, moment, deed, word):
    """Kill the worker at that moment of what the deed begins; the house ends with it, and is started again."""
    job = hands(house, "strike", moment, worker_of(house), deed, word)
    with suppress(ProcessLookupError):
        os.killpg(house._running.pid, signal.SIGKILL)
    house._running.wait()
    house._running = None
    house.open()
    return job


def test_a_killed_worker_leaves_the_whole_list_or_nothing_of_it(own_house, capsys):
    said = []

    def struck(moment, deed, word, running, then):
        job = strike(own_house, moment, deed, word)
        state, _trouble, stands = counted(own_house, job)
        assert (state, stands) == (running, NOTHING), moment
        hands(own_house, "later", job)
        state, trouble, stands = counted(own_house, job)
        assert (state, stands) == (then, NOTHING), moment
        assert "没有任何变动" in trouble
        said.append(f"{moment}: {stands['firms']} of {ROWS}")
        return job

    job = struck("checking", "bring", str(ROWS), "checking", "draft")
    hands(own_house, "check", job)
    hands(own_house, "wait", job, "checked")
    struck("comparing", "confirm", job, "writing", "checked")
    struck("writing", "confirm", job, "writing", "checked")
    hands(own_house, "confirm", job)
    hands(own_house, "wait", job, "done")
    assert counted(own_house, job) == ("done", "", ALL)
    own_house.manage("verify_trail")
    with capsys.disabled():
        print(f"\nkill -9 of the worker of an import; {'; '.join(said)}; then once more, all {ROWS}")
