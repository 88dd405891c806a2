"""A PostgreSQL of the tests' own, from Debian's (or anybody's) binaries, in a folder that goes away again.

Runs as the user `postgres` when the tests run as root (a server refuses root), else as oneself.
fsync is off: nobody mourns the rows of a test.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

USER = "parkdesk"


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl: the newest of Debian's, or what is on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One running PostgreSQL; `url` names its empty database `parkdesk`."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="parkdesk-pg-"))
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/parkdesk"

    def start(self) -> None:
        """Make the cluster and start it; about three seconds. Raises CalledProcessError with what it said."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off "
            "-c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
        )
        self._run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-w", "-o", settings, "start")
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "parkdesk")

    def stop(self) -> None:
        """Stop it and remove its folder; a second call does nothing."""
        if self.folder.exists():
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        command = [*(as_user if os.getuid() == 0 else []), str(self.binaries / program), *arguments]
        # Not a pipe: the server inherits the output and would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False)
            if check and done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program} failed: {said.read()}")
