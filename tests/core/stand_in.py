"""A stand-in for somebody else's machine: an HTTP server on the loopback that keeps what it was told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Call"], tuple[int, dict[str, Any]]]


@dataclass
class Call:
    """One call: when it came, where, with what."""

    at: float
    path: str
    headers: dict[str, str]
    raw: bytes
    was_taken: bool = False

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)


@dataclass
class StandIn:
    """What came, and what is answered: by default that all is well, in the words of all three platforms."""

    origin: str = ""
    calls: list[Call] = field(default_factory=list)
    answer: Answer = lambda call: (200, {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"})

    @property
    def taken(self) -> list[Call]:
        return [one for one in self.calls if one.was_taken]


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Start it on a free port; it ends with the block."""
    book = StandIn()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._take(b"")

        def do_POST(self) -> None:
            self._take(self.rfile.read(int(self.headers["Content-Length"])))

        def _take(self, raw: bytes) -> None:
            call = Call(time.time(), self.path, {k.lower(): v for k, v in self.headers.items()}, raw)
            book.calls.append(call)
            status, said = book.answer(call)
            call.was_taken = status == 200 and not said.get("errcode") and not said.get("code")
            text = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in said.get("headers", {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    book.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield book
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
