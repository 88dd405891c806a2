"""Which unit does what, by category and service, as the desk of the demonstration habitually decides."""

from parkdesk.demonstration.sources import Told
from requests_flow.words import Category, Tier

OPERATOR_SERVICES = {"PRO-03", "PRO-04", "PRO-06", "LIF-02", "LIF-04"}
DEPOSIT = "押"


def of(told: Told) -> str:
    """`operator` or `property` of the park, `line` of the specialist, or `window` of the service."""
    if told.service in OPERATOR_SERVICES or (told.category == Category.PRO and DEPOSIT in told.text):
        return "operator"
    if told.category in {Category.PRO, Category.SAF, Category.ENV}:
        return "property"
    return "window" if told.service and told.tier == Tier.SIMPLE else "line"
