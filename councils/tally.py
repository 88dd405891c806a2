"""How votes are counted: quorum, majority, and the arithmetic in one sentence. Pure: values in, values out.

Source of the rules: decisions 35 and council.md 6. A recused seat leaves the base of the quorum and the electorate
together; abstentions are votes cast.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

if TYPE_CHECKING:
    from councils.models import RuleSet


class Choice(models.TextChoices):
    """What a ballot can say."""

    YES = "yes", pgettext_lazy("ballot", "For")
    NO = "no", pgettext_lazy("ballot", "Against")
    ABSTAIN = "abstain", pgettext_lazy("ballot", "Abstain")


class Result(models.TextChoices):
    """What comes of a vote."""

    AGREED = "agreed", pgettext_lazy("vote", "agreed")
    REJECTED = "rejected", pgettext_lazy("vote", "not agreed")
    NO_QUORUM = "no_quorum", gettext_lazy("no quorum")


@dataclass(frozen=True)
class Rule:
    """What one vote needs: a share of the seats and so many parties to be valid, a share of the votes to be agreed.

    `is_strict`: more than the share of the votes, else at least as much.
    """

    quorum: Fraction = Fraction(2, 3)
    parties: int = 4
    majority: Fraction = Fraction(1, 2)
    is_strict: bool = True
    is_abstention_counted: bool = True
    hide_below: int = 3

    @classmethod
    def of(cls, rules: "RuleSet", *, is_about_shared: bool) -> "Rule":
        """The rule of a version: ordinary matters, or shared money, prices and rules (at least two thirds)."""
        share = (
            (rules.shared_of, rules.shared_out_of) if is_about_shared else (rules.majority_of, rules.majority_out_of)
        )
        return cls(
            quorum=Fraction(rules.quorum_of, rules.quorum_out_of),
            parties=rules.quorum_parties,
            majority=Fraction(*share),
            is_strict=not is_about_shared,
            is_abstention_counted=rules.is_abstention_counted,
            hide_below=rules.hide_below,
        )


@dataclass(frozen=True)
class Roll:
    """The frozen electorate. `seats` are filled, `recused` of them step back, `parties` still have a voter."""

    seats: int
    recused: int = 0
    parties: int = 5

    @property
    def base(self) -> int:
        """The seats that count."""
        return self.seats - self.recused


@dataclass(frozen=True)
class Box:
    """What was cast: so many of each choice, from so many parties."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    parties: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Outcome:
    """What a rule makes of a roll and a box."""

    rule: Rule
    roll: Roll
    box: Box
    is_secret: bool = field(default=False, kw_only=True)
    # Among several options: so many ballots at most say the same, or want the same option.
    alike: int = field(default=0, kw_only=True)

    @property
    def quorum(self) -> int:
        """How many have to vote: the share of the base rounded up, and never nobody (council.md 6.5)."""
        return max(1, ceil(self.rule.quorum * self.roll.base))

    @property
    def parties_needed(self) -> int:
        """How many parties have to vote: as the rule says, or all that still have a voter."""
        return min(self.rule.parties, self.roll.parties)

    @property
    def has_quorum(self) -> bool:
        return self.box.cast >= self.quorum and self.box.parties >= self.parties_needed

    @property
    def counted(self) -> int:
        """The votes of which a majority is asked."""
        return self.box.cast if self.rule.is_abstention_counted else self.box.yes + self.box.no

    @property
    def needed(self) -> int:
        """The fewest votes in favour that are enough; at least one."""
        share = self.rule.majority * self.counted
        return max(1, floor(share) + 1 if self.rule.is_strict else ceil(share))

    @property
    def is_agreed(self) -> bool:
        return self.has_quorum and self.box.yes >= self.needed

    @property
    def result(self) -> Result:
        if not self.has_quorum:
            return Result.NO_QUORUM
        return Result.AGREED if self.is_agreed else Result.REJECTED

    def is_fixed(self, missing: int) -> bool:
        """Whether the result stands, whatever those do who have not voted (`missing`): vote, abstain, or step back.

        A seat that steps back only lowers the quorum, so a quorum that is reached stays reached.
        """
        if not self.has_quorum:
            return False
        against = replace(self, box=replace(self.box, no=self.box.no + missing))
        in_favour = replace(self, box=replace(self.box, yes=self.box.yes + missing))
        return against.is_agreed == in_favour.is_agreed

    @property
    def may_publish(self) -> bool:
        """Whether figures may be shown. Those of a secret vote only when they tell nobody how another one voted.

        Whoever voted knows one ballot. The rest gives somebody away once it is of one mind: so no option may hold all
        the votes, or all but one (council.md 6.9).
        """
        if not self.is_secret:
            return True
        most = max(self.box.yes, self.box.no, self.box.abstain, self.alike)
        return self.box.cast >= self.rule.hide_below and most <= self.box.cast - 2

    def sentence(self, language: str | None = None) -> str:
        """The whole arithmetic in one sentence, in that language or in the running one."""
        with translation.override(language or translation.get_language()):
            return _("%(base)s; %(turnout)s; %(votes)s.") % {
                "base": self._base(),
                "turnout": self._turnout(),
                "votes": self._votes(),
            }

    def turnout_sentence(self, language: str | None = None) -> str:
        """The first half of the arithmetic: all that is said while a secret vote runs."""
        with translation.override(language or translation.get_language()):
            return _("%(base)s; %(turnout)s.") % {"base": self._base(), "turnout": self._turnout()}

    def _base(self) -> str:
        facts = {"seats": seats(self.roll.seats), "parties": parties(self.parties_needed)}
        facts |= {"recused": self.roll.recused, "quorum": self.quorum, "base": self.roll.base}
        if self.roll.recused:
            return _("%(seats)s, %(recused)d recused, quorum %(quorum)d of %(base)d from %(parties)s") % facts
        return _("%(seats)s, quorum %(quorum)d of %(base)d from %(parties)s") % facts

    def _turnout(self) -> str:
        facts = {"cast": self.box.cast, "parties": parties(self.box.parties)}
        if self.has_quorum:
            return _("%(cast)d voted, from %(parties)s: reached") % facts
        return _("%(cast)d voted, from %(parties)s: not reached") % facts

    def _votes(self) -> str:
        """The last part: what the votes came to, or why nothing is said about them."""
        if not self.has_quorum:
            return _("no decision")
        facts: Mapping[str, object] = {
            "yes": self.box.yes,
            "no": self.box.no,
            "abstain": self.box.abstain,
            "needed": self.needed,
            "half": share_of(self.rule.majority, self.counted),
            "result": self.result.label,
        }
        if not self.may_publish:
            return _("the figures would tell how somebody voted and are not shown: %(result)s") % facts
        if self.rule.is_strict and self.is_agreed:
            return _("%(yes)d for > %(half)s, %(no)d against, %(abstain)d abstained: %(result)s") % facts
        if self.rule.is_strict:
            return _("%(yes)d for, not more than %(half)s, %(no)d against, %(abstain)d abstained: %(result)s") % facts
        return _("%(yes)d for of %(needed)d needed, %(no)d against, %(abstain)d abstained: %(result)s") % facts


def seats(count: int) -> str:
    """A number of seats, in words."""
    return ngettext("%(count)d seat", "%(count)d seats", count) % {"count": count}


def parties(count: int) -> str:
    """A number of parties, in words."""
    return ngettext("%(count)d party", "%(count)d parties", count) % {"count": count}


def share_of(share: Fraction, votes: int) -> str:
    """A share of the votes as people write it: 3, or 3.5 for half of seven; other parts as a fraction."""
    part = share * votes
    if part.denominator == 1:
        return str(part.numerator)
    return f"{floor(part)}.5" if part.denominator == 2 else f"{part.numerator}/{part.denominator}"
