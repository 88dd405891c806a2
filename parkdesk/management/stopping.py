"""Ctrl-C and TERM end a loop between two rounds, never in the middle of one."""

import signal
import threading
from types import FrameType


class Stop:
    """Listens for the signals that ask a process to end; `wait` sleeps, but wakes up when one comes."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> "Stop":
        """Begin to listen. Only a main thread may; elsewhere `ask` does the same."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._hear)
            signal.signal(signal.SIGTERM, self._hear)
        return self

    def ask(self) -> None:
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep that long, or until the end is asked for. Returns whether it is."""
        return self._asked.wait(seconds)

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self.ask()
