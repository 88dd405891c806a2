"""How a vote is shown: its bar, its arithmetic in both languages, and who voted what where names are given.

While a secret vote runs, only the turnout is shown; afterwards figures only where they give nobody away.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from councils import ballots, picks
from councils.models import Elector, Round
from councils.tally import Choice, Outcome
from councils.vote_bar import Bar, bar

CELLS = {"yes": "yes", "no": "no", "abstain": "abst", "voted": "abst", "void": "void"}
PILLS = {"yes": "going", "no": "no", "abstain": "", "void": ""}
OTHER = {"zh-hans": ("en", "en"), "en": ("zh-hans", "zh-Hans")}


@dataclass(frozen=True)
class Hand:
    """One seat of a vote by name."""

    who: str
    party: str
    choice: str
    label: str
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class Vote:
    """One vote as its page shows it."""

    round: Round
    outcome: Outcome
    bar: Bar | None
    legend: list[tuple[str, str, int]]
    says: str
    sentence: str
    other_sentence: str
    other_tag: str
    verdict: str
    hands: list[Hand] = field(default_factory=list)

    def of_party(self, party: str) -> list[tuple[str, str]]:
        """What the seats of a party voted by name, as pills: (words, look)."""
        mine = [hand for hand in self.hands if hand.party == party]
        if not mine:
            return []
        if len(mine) == 1:
            return [(mine[0].label, PILLS[mine[0].choice])]
        said = Counter(hand.choice for hand in mine)
        labels = {hand.choice: hand.label for hand in mine}
        return [(f"{labels[one]} {said[one]}", PILLS[one]) for one in PILLS if said[one]]


def vote(round_: Round) -> Vote:
    """Everything about one vote that members may see now."""
    outcome = ballots.count(round_)
    is_running = round_.state == Round.State.OPEN
    shown = _shown(round_, outcome, is_running)
    other, tag = OTHER.get(get_language() or "", OTHER["zh-hans"])
    is_hushed = round_.is_secret and is_running
    return Vote(
        round=round_,
        outcome=outcome,
        bar=bar([(CELLS[one], _cell(one)) for one in _sorted(shown)], outcome.quorum) if shown else None,
        legend=[(_legend(one), CELLS[one], shown[one]) for one in CELLS if shown and shown[one]],
        says=_says(shown, outcome),
        sentence=outcome.turnout_sentence() if is_hushed else outcome.sentence(),
        other_sentence=outcome.turnout_sentence(other) if is_hushed else outcome.sentence(other),
        other_tag=tag,
        verdict="" if is_hushed else _verdict(outcome, is_running),
        hands=[] if round_.is_secret else _hands(round_),
    )


def _shown(round_: Round, outcome: Outcome, is_running: bool) -> dict[str, int]:
    """How many cells of each kind; none where the figures of a secret vote would give somebody away."""
    voters = outcome.roll.base
    missing = max(0, voters - outcome.box.cast)
    if round_.is_secret and is_running:
        return {"yes": 0, "no": 0, "abstain": 0, "voted": outcome.box.cast, "void": missing}
    if not outcome.may_publish:
        return {}
    box = outcome.box
    return {"yes": box.yes, "no": box.no, "abstain": box.abstain, "voted": 0, "void": missing}


def _sorted(shown: dict[str, int]) -> list[str]:
    return [one for one in CELLS for _n in range(shown[one])]


def _cell(kind: str) -> str:
    """The word within a cell: as short as a seat is narrow."""
    return {
        "yes": pgettext("cell of a vote", "Yes"),
        "no": pgettext("cell of a vote", "No"),
        "abstain": pgettext("cell of a vote", "Abs."),
        "voted": pgettext("cell of a vote", "Cast"),
        "void": pgettext("cell of a vote", "–"),
    }[kind]


def _legend(kind: str) -> str:
    if kind in Choice.values:
        return str(Choice(kind).label)
    return pgettext("vote", "Voted") if kind == "voted" else pgettext("vote", "Not voted")


def _says(shown: dict[str, int], outcome: Outcome) -> str:
    """What the picture says, for those who do not see it."""
    parts = [f"{_legend(one)} {count}" for one, count in shown.items() if count]
    line = _("Quorum: %(count)d") % {"count": outcome.quorum}
    return ", ".join([*parts, line])


def _verdict(outcome: Outcome, is_running: bool) -> str:
    """While it runs the result is only what it would be; afterwards the sentence ends with it."""
    return _("If it ended now: %(result)s.") % {"result": outcome.result.label} if is_running else ""


def _hands(round_: Round) -> list[Hand]:
    """Who voted what, in the order of the seats; whoever has not voted stands there too."""
    voters = round_.electors.filter(standing=Elector.Standing.VOTER).select_related(
        "representative__person", "representative__seat", "ballot", "receipt"
    )
    return [_hand(one) for one in voters.order_by("pk")]


def _hand(elector: Elector) -> Hand:
    ballot: Any = getattr(elector, "ballot", None)
    receipt: Any = getattr(elector, "receipt", None)
    return Hand(
        who=str(elector.representative.person),
        party=elector.party,
        choice=ballot.choice if ballot else "void",
        label=_words_of(ballot) if ballot else _legend("void"),
        reason=ballot.reason if ballot else "",
        at=receipt.at if receipt else None,
    )


def _words_of(ballot: Any) -> str:
    """The choice; among several options the ones that were marked."""
    return picks.in_words(ballot.mark) if ballot.mark else str(ballot.get_choice_display())
