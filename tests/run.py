"""`make test`: everything on SQLite, then on PostgreSQL. Stops at the first that fails, so the last line is pytest's.

    python -m tests.run [--require-all] [pytest's own arguments]

What this machine lacks is left out and said in one line each; with --require-all it is a failure.
"""

import os
import shutil
import subprocess
import sys

from tests.checks import vnu
from tests.plugins.postgres import find_binaries
from tests.plugins.programs import find_chromium

WORKERS = "2"


def main(arguments: list[str]) -> int:
    require_all = "--require-all" in arguments
    missing = left_out()
    for part, reason in missing.items():
        print(f"left out: {part} ({reason})", flush=True)
    if missing and require_all:
        print("REQUIRE=all: nothing may be left out", flush=True)
        return 1
    databases = ["sqlite"] if "PostgreSQL" in missing else ["sqlite", "postgresql"]
    for database in databases:
        code = _pytest("--on", database, *(["-m", _marks(missing)] if _marks(missing) else []), *arguments)
        if code:
            return code
    return 0


def left_out() -> dict[str, str]:
    """The parts that cannot run here, each with its reason."""
    found = {
        "PostgreSQL": ("DATABASE_URL" in os.environ or find_binaries(), "no server binaries and no DATABASE_URL"),
        "browser tests": (find_chromium(), "no Chromium"),
        "HTML validity": (shutil.which("java") and vnu.find_jar(), "no Java, or no vnu.jar in node_modules/vnu-jar"),
        "comparing strings with the catalogue": (
            shutil.which("xgettext") and shutil.which("msgmerge"),
            "no GNU gettext",
        ),
        "reading posters by zbar": (shutil.which("zbarimg"), "no zbarimg"),
    }
    return {part: reason for part, (is_there, reason) in found.items() if not is_there}


def _marks(missing: dict[str, str]) -> str:
    if os.environ.get("PARKDESK_DEEP"):
        return "not browser" if "browser tests" in missing else ""
    return "not browser and not deep" if "browser tests" in missing else "not deep"


def _pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, *arguments]
    print("→", " ".join(command[1:]), flush=True)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
