"""One published vote as a Popolo VoteEvent (popoloproject.com/specs/vote-event.html): totals, no names (decisions 37).

`counts` stay out where the figures of a secret vote would tell how somebody voted. `group_results` and `votes` are
left empty: with six to ten seats a party is a person. Where the electorate stepped back, the option is `excused`.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from councils.in_public import Published
from councils.tally import Result

CONTEXT = "http://www.popoloproject.com/contexts/vote-event.jsonld"
RESULTS = {Result.AGREED: "pass", Result.REJECTED: "fail", Result.NO_QUORUM: "fail"}
LANGUAGES = {"zh-Hans": "zh-hans", "en": "en"}


def vote_event(one: Published) -> dict[str, Any]:
    """A VoteEvent as JSON holds it; times in ISO 8601 with their offset, numbers as integers."""
    round_, case = one.round, one.case
    council = case.council
    return {
        "@context": CONTEXT,
        "@type": "VoteEvent",
        "id": f"{settings.PUBLIC_URL}{reverse('vote_json', args=[round_.pk])}",
        "identifier": f"{council.park.code}/{case.reference}/{round_.number}",
        "organization": {"name": council.name, "id": f"{settings.PUBLIC_URL}{council.get_absolute_url()}"},
        "motion": _motion(one),
        "start_date": round_.opens_at.isoformat(),
        "end_date": round_.closed_at.isoformat() if round_.closed_at else None,
        "result": RESULTS[Result(round_.result)],
        "parkdesk_result": round_.result,
        "is_secret": round_.is_secret,
        "quorum": {"needed": one.outcome.quorum, "of": one.outcome.roll.base, "cast": one.outcome.box.cast},
        "counts": _counts(one),
        "electorate_sha256": round_.electorate_digest,
        "sentence": {tag: one.outcome.sentence(language) for tag, language in LANGUAGES.items()},
    }


def _motion(one: Published) -> dict[str, Any]:
    case = one.case
    majority = one.outcome.rule.majority
    sign = ">" if one.outcome.rule.is_strict else ">="
    return {
        "identifier": case.reference,
        "text": {"zh-Hans": case.question or case.title, "en": case.question_en or case.title_en},
        "requirement": f"{sign} {majority.numerator}/{majority.denominator}",
        "result": RESULTS[Result(one.round.result)],
    }


def _counts(one: Published) -> list[dict[str, Any]]:
    box, roll = one.outcome.box, one.outcome.roll
    beside = [("not voting", roll.base - box.cast), ("excused", roll.recused)]
    said = [("yes", box.yes), ("no", box.no), ("abstain", box.abstain)] if one.outcome.may_publish else []
    return [{"option": option, "value": value} for option, value in [*said, *beside]]
