"""Who was erased, by key alone: after an older backup came back, they are erased once more (decisions 10).

Erasure calls `remember(subject)` in its own transaction and registers with `erases` how it is done. `manage.py restore`
calls `erase_again` with the keys that the backup holds and those of later backups it was given.
"""

from collections.abc import Callable, Iterable

from django.db.models import Model

from parkdesk.core import clock
from parkdesk.core.models import Erased

Key = tuple[str, int]
EraseAgain = Callable[[int], object]
_ways: dict[str, EraseAgain] = {}


def erases(kind: str) -> Callable[[EraseAgain], EraseAgain]:
    """Register how one of a kind (`enterprises.person`) is erased, by key.

    It must bear being called for one that is erased already, and for one that the house does not have.
    """

    def register(erase: EraseAgain) -> EraseAgain:
        _ways[kind] = erase
        return erase

    return register


def remember(subject: Model) -> None:
    """Keep that this one was erased: its kind and key, nothing else."""
    key = {"kind": subject._meta.label_lower, "key": subject.pk}
    Erased.objects.get_or_create(**key, defaults={"at": clock.now()})


def keys() -> set[Key]:
    """(kind, key) of all that were ever erased."""
    return set(Erased.objects.values_list("kind", "key"))


def erase_again(erased: Iterable[Key]) -> int:
    """Erase these, whatever an older backup brought back of them. Returns how many.

    Raises KeyError for a kind of which this release does not know how.
    """
    count = 0
    for kind, key in sorted(erased):
        _ways[kind](key)
        Erased.objects.get_or_create(kind=kind, key=key, defaults={"at": clock.now()})
        count += 1
    return count
