"""What is written in both languages of the house."""

from django.utils.translation import get_language


def spoken(zh: str, en: str) -> str:
    """In the reader's language; what has no English keeps its Chinese (decisions 19)."""
    return en if en and get_language() == "en" else zh
