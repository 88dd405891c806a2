"""What came of a form: each question with its counts, or its latest texts. Pure over rows that were read once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from requests_flow.models import AnswerSheet, Question
from requests_flow.outreach.questions import Kind, choices_of

TEXTS_SHOWN = 20


@dataclass(frozen=True)
class Count:
    """One choice: how many took it, and in hundredths of those who answered the question."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Result:
    """One question. `counts` for what was chosen, `texts` for what was written; `middle` in words for numbers."""

    question: Question
    answered: int
    counts: list[Count] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    middle: str = ""


def results(questions: Iterable[Question], sheets: Iterable[AnswerSheet]) -> list[Result]:
    """One result a question; the newest sheets come first."""
    rows = [sheet.values for sheet in sheets]
    return [_result(one, [row[str(one.pk)] for row in rows if str(one.pk) in row]) for one in questions]


def _result(question: Question, said: list[Any]) -> Result:
    choices = choices_of(question)
    middle = _middle(said) if question.kind in (Kind.NUMBER, Kind.RATING) and said else ""
    if not choices:
        return Result(question, len(said), texts=[str(one) for one in said[:TEXTS_SHOWN]], middle=middle)
    taken = Counter(one for some in said for one in (some if isinstance(some, list) else [some]))
    counts = [
        Count(label, taken[value], round(100 * taken[value] / len(said)) if said else 0) for value, label in choices
    ]
    return Result(question, len(said), counts=counts, middle=middle)


def _middle(said: list[str]) -> str:
    numbers = [Decimal(one) for one in said]
    facts = {"mean": _short(sum(numbers) / len(numbers)), "low": _short(min(numbers)), "high": _short(max(numbers))}
    return _("on average %(mean)s, from %(low)s to %(high)s") % facts


def _short(number: Decimal) -> str:
    return format(number.quantize(Decimal("0.1")).normalize(), "f")
