"""The options of a case as its page shows them, and after the vote which one leads, where that tells on nobody."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils import counting
from councils.models import Case, Round
from councils.picks import Method
from councils.vote_page import Vote


@dataclass(frozen=True)
class Line:
    """One option. `count`: how many want it, None while that is not shown."""

    number: int
    words: str
    is_withdrawn: bool
    is_winner: bool
    count: int | None


@dataclass(frozen=True)
class Options:
    """All options of a case, how one votes on them, and what a lot has drawn."""

    lines: list[Line]
    how: str
    lot: str


def options(case: Case, round_: Round | None, vote: Vote | None) -> Options | None:
    """None for a case that is one sentence. Figures of a secret vote only after it, and where they give nobody away."""
    if case.way == Method.QUESTION:
        return None
    is_shown = round_ is not None and round_.method != Method.QUESTION and _may_show(round_, vote)
    wanted = counting.of_options(round_).wanted if is_shown and round_ else {}
    winner = round_.winner if round_ else None
    lines = [
        Line(one.number, one.display_text, one.withdrawn_at is not None, one.number == winner, wanted.get(one.number))
        for one in case.choices.all()
    ]
    return Options(lines, str(Method(case.way).label), _lot(round_))


def _may_show(round_: Round, vote: Vote | None) -> bool:
    is_hushed = round_.is_secret and round_.state == Round.State.OPEN
    return vote is not None and vote.outcome.may_publish and not is_hushed


def _lot(round_: Round | None) -> str:
    if round_ is None or not round_.lot:
        return ""
    order = pgettext("list", ", ").join(round_.lot.split(","))
    return _("These came out equal; the lot drew them in this order: %(order)s.") % {"order": order}
