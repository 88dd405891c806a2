"""The letters of a voucher: 12 of 32 signs without I, O, 0 and 1 (decisions 29), and how people type them. Pure."""

import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
DIGITS = 6
# What stands between the signs of a code that somebody types, pastes or reads aloud.
BETWEEN = re.compile(r"[\s\-‐‑‒–—―－ー_.·,，。/]+")
# The whole address of the QR code, when somebody pastes that instead.
IN_ADDRESS = re.compile(r"/merchant/scan/([^/?#\s]+)", re.IGNORECASE)
CODE = re.compile(f"^[{ALPHABET}]{{{LENGTH}}}$")
SIX = re.compile(rf"^[0-9]{{{DIGITS}}}$")


def encode(number: int) -> str:
    """12 signs of a number; only its lowest 60 bits count."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def grouped(code: str) -> str:
    """`7KQM-4XRW-9BTH`, as it stands on the ticket."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidy(text: str) -> str:
    """What was typed, pasted or scanned as plain signs: full width, small letters, hyphens and addresses mended."""
    plain = unicodedata.normalize("NFKC", text or "").strip()
    found = IN_ADDRESS.search(plain)
    return BETWEEN.sub("", found.group(1) if found else plain).upper()


def is_code(text: str) -> bool:
    """Whether a tidy text could be a voucher's code."""
    return bool(CODE.match(text))


def is_six_digits(text: str) -> bool:
    """Whether a tidy text could be the code of two minutes at a till."""
    return bool(SIX.match(text))
