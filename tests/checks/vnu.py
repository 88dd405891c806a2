"""The Nu Html Checker: `npm install --no-save vnu-jar` puts it into node_modules, PARKDESK_VNU names another place."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# htmx's own attributes are no HTML; every one has its href or action beside it (style 21).
HTMX = ".*Attribute “hx-[a-z-]+” not allowed.*"


def find_jar() -> Path | None:
    named = os.environ.get("PARKDESK_VNU")
    jar = Path(named) if named else ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return jar if jar.exists() else None


def errors(pages: dict[str, str], folder: Path) -> list[str]:
    """Check all pages (name → HTML) in one run of Java; returns one line per error, with the page's name."""
    jar = find_jar()
    assert jar is not None, "vnu.jar was not found"
    files = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"page-{number}.html"
        path.write_text(html, encoding="utf-8")
        files[path.as_uri()] = name
    options = ["--format", "json", "--errors-only", "--stdout", "--filterpattern", HTMX]
    command = ["java", "-Xss4m", "-jar", str(jar), *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [_line(files, one) for one in json.loads(done.stdout)["messages"]]


def _line(files: dict[str, str], message: dict[str, str]) -> str:
    name = next((name for uri, name in files.items() if message.get("url", "").endswith(uri.split("/")[-1])), "?")
    return f"{name}:{message.get('lastLine')}: {message['message']} «{message.get('extract', '')}»"
