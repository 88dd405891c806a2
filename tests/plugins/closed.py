"""The network is closed: a test that reaches for another machine fails with the address it wanted."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkIsClosed(RuntimeError):
    """Something wanted to leave this machine."""


def _refuse_others(sock: socket.socket, address: Any) -> None:
    # A datagram socket sends nothing when it connects: that is how one asks the routing table.
    is_stream = sock.family in {socket.AF_INET, socket.AF_INET6} and sock.type == socket.SOCK_STREAM
    if is_stream and not _is_here(str(address[0])):
        raise NetworkIsClosed(f"a test wanted to reach {address!r}")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Let sockets reach the loopback and nothing else."""

    def connect(sock: socket.socket, address: Any) -> None:
        _refuse_others(sock, address)
        return _connect(sock, address)

    def connect_ex(sock: socket.socket, address: Any) -> int:
        _refuse_others(sock, address)
        return _connect_ex(sock, address)

    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex
    yield
    socket.socket.connect, socket.socket.connect_ex = _connect, _connect_ex
