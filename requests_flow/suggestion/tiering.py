"""The tier: the first rule of tiers.py that matches; where none does, what people chose for needs like this one.

Only between simple and complex, and only for what is not put as a question: a question that the service guide answers
is simple, even if an authority stands behind it (domain.md 14). Major is a matter of rules alone.
"""

import re

from requests_flow import tiers
from requests_flow.suggestion.model import Chances, Model
from requests_flow.suggestion.seed import Example

# Of the needs that people sorted under the likely services, so many must have been complex.
MOST = 0.65
_ASKS = re.compile(
    r"怎么|如何|什么|哪|多久|多少|吗|嘛|\?|？|how (do|can|long|much)|what|which|where|can (we|i)(?![a-z])"
)
_NOBODY = Example("", "", {})


def suggest(facts: tiers.Facts, chances: Chances, model: Model, without: Example = _NOBODY) -> tiers.Suggestion:
    """The tier with its rule and reason; the rule `L` says that none fired and that sorted needs speak for it."""
    found = tiers.suggest(facts)
    if found is not tiers.SIMPLE or _ASKS.search(facts.text):
        return found
    return tiers.LEARNED if model.share_of_complex(chances, without) > MOST else found
