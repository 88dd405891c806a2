"""The code on the door of a meeting: six of 32 signs without I, O, 0 and 1 (decisions 29). Pure."""

import hmac
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 6


def new_code() -> str:
    """Six signs that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def opens(code: str, typed: str) -> bool:
    """Whether what was typed is the code, however it was written: wide, small, with blanks or hyphens."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return bool(code) and hmac.compare_digest(code, "".join(sign for sign in plain if sign in ALPHABET))
