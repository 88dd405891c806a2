"""`make messages`: collect strings, compile the catalogue, say what is missing."""

import sys

from tests import catalogue


def main() -> int:
    if not catalogue.can_collect():
        print("Collecting strings needs GNU gettext (Debian: apt-get install gettext; macOS: brew install gettext).")
        return 1
    catalogue.collect()
    catalogue.compile_catalogue()
    messages = [message for message in catalogue.read() if message.id]
    missing = [message for message in messages if message.fuzzy or not all(_texts(message.string))]
    print(f"{len(messages)} strings, {len(missing)} without Chinese or fuzzy")
    for message in missing:
        print(f"  {message.id!r}  ({', '.join(path for path, _ in message.locations)})")
    return 0


def _texts(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    sys.exit(main())
