"""What is done about the low ratings of the demonstration: heard, examined, mended, mostly rated once more."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from parkdesk.demonstration import texts
from requests_flow import mending
from requests_flow.models import Need

if TYPE_CHECKING:
    from parkdesk.demonstration.steps import Stage


def _hear_rater(stage: "Stage", need: Need, facts: dict[str, Any]) -> Need:
    note = texts.one_of(stage.life.told, "spoken")
    return mending.contact_rater(need, method="phone", by=stage.company.by_name["manager"], note=note)


def _uphold(stage: "Stage", need: Need, facts: dict[str, Any]) -> Need:
    note = texts.one_of(stage.life.told, "upheld")
    return mending.uphold(need, note=note, by=stage.company.by_name["manager"])


def _mend(stage: "Stage", need: Need, facts: dict[str, Any]) -> Need:
    return mending.mend(need, message=texts.one_of(stage.life.told, "mended"), by=stage.specialist)


def _rate_again(stage: "Stage", need: Need, facts: dict[str, Any]) -> Need:
    return mending.rate_again(need, grade=facts["grade"], by=stage.reporter(need))


STEPS: dict[str, "Callable[[Stage, Need, dict[str, Any]], Need]"] = {
    "hear_rater": _hear_rater,
    "uphold": _uphold,
    "mend": _mend,
    "rate_again": _rate_again,
}
