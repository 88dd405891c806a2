"""What a ballot on several options says, and what all of them come to. Pure: values in, values out.

A mark is written as places from the best on: `2>1,3` means 2 first, then 1 and 3 alike. 0 stands for “leave it as it
is”, and what is not named comes after it. Source: decisions 38; what wins has to have the majority of decisions 35.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext, pgettext_lazy

from councils import schulze
from councils.tally import Choice

AS_IT_IS = 0
Places = tuple[tuple[int, ...], ...]


class Method(models.TextChoices):
    """How a case is voted on: one sentence, or one of several options."""

    QUESTION = "question", pgettext_lazy("method", "One sentence: for, against, abstain")
    SINGLE = "single", pgettext_lazy("method", "Several options: choose one")
    APPROVAL = "approval", pgettext_lazy("method", "Several options: mark all that you agree to")
    RANKING = "ranking", pgettext_lazy("method", "Several options: put them in order")


class Said(NamedTuple):
    """What a ballot says: the choice, and among several options the mark."""

    choice: str
    mark: str = ""

    @classmethod
    def of(cls, choice: "str | Said") -> "Said":
        return choice if isinstance(choice, Said) else cls(choice)


def written(places: Iterable[Iterable[int]]) -> str:
    """Places as they are stored; always the same text for the same mark."""
    return ">".join(",".join(str(one) for one in sorted(tied)) for tied in places)


def read(mark: str) -> Places:
    """The places of a stored mark. Raises ValueError for what is none."""
    return tuple(tuple(int(one) for one in tied.split(",")) for tied in mark.split(">")) if mark else ()


def named(mark: str) -> frozenset[int]:
    """The options that a mark names, without “leave it as it is”."""
    return frozenset(one for tied in read(mark) for one in tied) - {AS_IT_IS}


def is_wanted(mark: str, option: int) -> bool:
    """Whether this ballot would rather have the option than leave things as they are."""
    for tied in read(mark):
        if AS_IT_IS in tied:
            return False
        if option in tied:
            return True
    return False


def choice_of(mark: str) -> Choice:
    """A ballot that wants some option is one in favour; one that wants none is against."""
    return Choice.YES if any(is_wanted(mark, one) for one in named(mark)) else Choice.NO


def in_words(mark: str) -> str:
    """A mark as it stands in the list of who voted what: 2, then 1 and 3."""
    places = [
        " = ".join(pgettext("ballot", "as it is") if one == AS_IT_IS else str(one) for one in tied)
        for tied in read(mark)
    ]
    return " > ".join(places)


@dataclass(frozen=True)
class Tallied:
    """What the ballots come to: how many want each option, which ones lead, and how many ballots say the same."""

    wanted: dict[int, int]
    leading: tuple[int, ...]
    alike: int

    @property
    def is_tied(self) -> bool:
        return len(self.leading) > 1


def tallied(method: str, options: Sequence[int], ballots: Sequence[tuple[str, str]]) -> Tallied:
    """Count (choice, mark) pairs. Abstentions are votes cast that prefer nothing."""
    marks = [mark for choice, mark in ballots if choice != Choice.ABSTAIN]
    wanted = {one: sum(is_wanted(mark, one) for mark in marks) for one in options}
    same = Counter(ballots)
    alike = max([*same.values(), *wanted.values()], default=0)
    return Tallied(wanted, _leading(method, wanted, marks), alike)


def _leading(method: str, wanted: dict[int, int], marks: Sequence[str]) -> tuple[int, ...]:
    """What came first; nothing where leaving things as they are did, or where nobody wants anything."""
    if method == Method.RANKING:
        first = schulze.winners([read(mark) for mark in marks], [AS_IT_IS, *wanted])
        return tuple(one for one in first if one != AS_IT_IS and wanted[one])
    most = max(wanted.values(), default=0)
    return tuple(one for one, count in wanted.items() if count == most) if most else ()
