"""Logs that give nothing away: no link that opens something, no phone number, no address, no query.

Whoever has a tracking link or a picture's link can use it, so none stands in a log. What an error says may repeat what
somebody typed, so the lines of JSON name the error and its place, not its words.
"""

import logging
import re
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

SECRETS = re.compile(
    r"((?:needs/track|visits/confirm|files|merchant/scan|(?<!desk/)(?<!me/)notices)/|api_key=|[?&]from=)[^/&\s\"']+"
)
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*")
PERSONAL = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]+")
# What a line may carry besides its words: a route is a name, not an address.
CARRIED = ("route", "method", "status", "ms")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of each address in a line, in its text as in its parts."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _blotted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_blotted(part) for part in record.args)
        return True


def _blotted(part: object) -> object:
    return PERSONAL.sub("…", SECRETS.sub(r"\1…", part)) if isinstance(part, str) else part


class Lines(JsonFormatter):
    """One line of JSON: moment, level, logger, message, what `CARRIED` names, and of an error its kind and place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(json_ensure_ascii=False, **options)

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": QUERY.sub("?…", str(_blotted(record.getMessage()))),
            "process": record.process,
        }
        said |= {name: record.__dict__[name] for name in CARRIED if name in record.__dict__}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["where"] = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(record.exc_info[2])]
        return self.jsonify_log_record(said)
