"""The tier: major by the rules of tiers.py; between simple and complex by rules, signs and earlier sorting together.

A rule that knows words of a subject alone is weak evidence: a question that the service guide answers is simple, even
if an authority stands behind it; a case that somebody must decide, negotiate or pay for is complex (domain.md 14).
So what the rules C1 to C5 find, the signs of signs.py and what people chose for needs like this add up to a belief.
Rules of danger and rules that the desk's own counts fire (C6, C7) stand alone.
"""

from collections.abc import Mapping, Sequence

from requests_flow import tiers
from requests_flow.suggestion.model import Chances, Model
from requests_flow.suggestion.seed import Example
from requests_flow.suggestion.signs import ASKS, Sign, troubles_in

# Log odds, fitted with cross-validation over the corpus and the first paraphrases (docs/adr/0020). A rule that knows a
# subject by its words (C4) does not carry a question without any sign of trouble.
BIAS = -2.3
RULES: Mapping[str, float] = {"C1": 1.9, "C2": 3.4, "C3": 2.2, "C4": 2.6, "C5": 3.0}
SORTED = 2.1
# What is believed of a need when nothing was sorted like it (Model.share_of_complex).
UNKNOWN_SHARE = 0.4
# Where so many of the needs like it were sorted as complex, a statement is complex without any word for it.
MOST = 0.65
_NOBODY = Example("", "", {})


def suggest(facts: tiers.Facts, chances: Chances, model: Model, without: Example = _NOBODY) -> tiers.Suggestion:
    """The tier with its rule and reason; the rule `L` says that sorted needs speak for it more than any word."""
    fired = [rule.number for rule in tiers.matching(facts)]
    if any(number not in RULES for number in fired):
        return tiers.by_rule(fired[0])
    signs, asks = list(troubles_in(facts.text)), ASKS.stands_in(facts.text)
    share = UNKNOWN_SHARE if asks else model.share_of_complex(chances, without)
    learned = SORTED * (share - UNKNOWN_SHARE)
    odds = BIAS + ASKS.weight * asks + learned
    odds += sum(RULES[number] for number in fired) + sum(sign.weight for sign in signs)
    if odds > 0:
        return _complex(fired, signs, learned)
    return tiers.LEARNED if share > MOST else tiers.SIMPLE


def _complex(fired: Sequence[str], signs: Sequence[Sign], learned: float) -> tiers.Suggestion:
    """Complex by the first rule that fired, else by the rule that the strongest sign speaks for."""
    if fired:
        return tiers.by_rule(fired[0])
    strongest = max(signs, key=lambda sign: sign.weight, default=None)
    if strongest is None or learned > strongest.weight:
        return tiers.LEARNED
    return tiers.by_rule(strongest.rule)
