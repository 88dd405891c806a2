"""The database goes away for 20 seconds and comes back (quality 7): the house says so, loses nothing, and goes on."""

import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.postgresql]
AWAY = 20  # seconds
SOON = 10  # seconds in which /readyz has to say so (quality 7)


class Relay:
    """A wire between the house and its database that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    def cut(self) -> None:
        self._is_cut = True
        for one in self._open:
            self._drop(one)
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False

    def _accept(self) -> None:
        while True:
            here, _address = self._listener.accept()
            if self._is_cut:
                here.close()
                continue
            there = socket.create_connection(self._there)
            self._open += [here, there]
            for source, target in ((here, there), (there, here)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
        self._drop(target)

    def _drop(self, line: socket.socket) -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(own_house):
    """The house, started again on a wire that can be cut."""
    found = urlsplit(own_house.environment["DATABASE_URL"])
    relay = Relay(found.hostname, found.port)
    through = found._replace(netloc=f"{found.username}@127.0.0.1:{relay.port}").geturl()
    own_house.close()
    own_house.environment["DATABASE_URL"] = through
    own_house.open()
    return relay


def status(house, path):
    try:
        with urllib.request.urlopen(f"{house.url}{path}", timeout=15) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def seconds_until(house, path, wanted, most):
    began = time.monotonic()
    while status(house, path) != wanted:
        assert time.monotonic() - began < most, f"{path} does not answer {wanted}"
        time.sleep(0.2)
    return time.monotonic() - began


def test_the_house_says_that_its_database_is_away_and_goes_on_when_it_is_back(own_house, wire, capsys):
    assert status(own_house, "/readyz") == 200
    wire.cut()
    noticed = seconds_until(own_house, "/readyz", 503, SOON)
    assert status(own_house, "/healthz") == 200
    assert status(own_house, "/search/?q=x") == 500
    assert status(own_house, "/metrics") == 200
    time.sleep(max(0, AWAY - noticed))
    wire.mend()
    back = seconds_until(own_house, "/readyz", 200, SOON)
    assert status(own_house, "/search/?q=x") == 200
    assert own_house._running.poll() is None, "the house had to be started again"
    own_house.manage("verify_trail")
    own_house.settle()
    with capsys.disabled():
        print(f"\nnoticed after {noticed:.1f} s, away {AWAY} s, back after {back:.1f} s without a restart")
