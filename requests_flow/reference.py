"""Need references: N-2026-000123-K (decisions 29)."""

import re

# The 31 characters of GB 32100 check digits: no I, O, S, V, Z.
CHECK_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Where one stands within other words, such as the subject of a mail.
FIND = re.compile(r"(?<![\w-])N-\d{4}-\d{6,12}-[0-9A-Z](?!\w)", re.IGNORECASE)
SHAPE = re.compile(r"^N-?(\d{4})-?(\d{6,12})-?([0-9A-Z])$")


def check_character(year: int, number: int) -> str:
    """The check character: digits weighted by powers of 3, modulo 31. Finds any one wrong digit and most swaps."""
    digits = f"{year:04d}{number:06d}"
    total = sum(int(digit) * pow(3, place, 31) for place, digit in enumerate(digits))
    return CHECK_ALPHABET[-total % 31]


def make(year: int, number: int) -> str:
    """The reference of the `number`-th need: gaps are allowed, repeats are not."""
    return f"N-{year:04d}-{number:06d}-{check_character(year, number)}"


def tidy(typed: str) -> str | None:
    """What somebody typed (any case, spaces, full-width, without hyphens) as a reference; None when it is none."""
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in typed)
    match = SHAPE.match(re.sub(r"[\s_–—]+", "", plain.upper()))
    if not match or check_character(int(match[1]), int(match[2])) != match[3]:
        return None
    return make(int(match[1]), int(match[2]))
