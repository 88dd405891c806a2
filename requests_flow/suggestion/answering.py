"""What `suggest` says of a text, as the objects of contracts.md; earlier texts of the same run count as open needs."""

from collections.abc import Container, Iterator
from typing import Any

from requests_flow import masking, tiers
from requests_flow.suggestion.around import is_about_wages
from requests_flow.suggestion.judging import Judgement
from requests_flow.suggestion.model import Model
from requests_flow.suggestion.places import places_in
from requests_flow.suggestion.pointing import pointing_of
from requests_flow.suggestion.reading import Told
from requests_flow.suggestion.relating import Related, Report, matches, ranked
from requests_flow.suggestion.shelf import Shelf
from requests_flow.suggestion.wording import because, why_related

SERVICES = 3
# A score says how sure something is, not how exactly it was computed.
DIGITS = 3


class Desk:
    """Answers one text after the other and remembers them."""

    def __init__(self, model: Model, known: Container[str] | None = None) -> None:
        self.model, self.known, self.shelf = model, known, Shelf(model)

    def answer(self, told: Told) -> dict[str, Any]:
        """The object for one text: id, category, tier, services, related, pii."""
        judged = Judgement(self.model, f"{told.title} {told.text}")
        report = self._report(told, judged)
        same = list(matches(report, self.shelf.near(report), self.model))
        self.shelf.add(report)
        return {
            "id": told.id,
            "category": _category(judged),
            "tier": _tier(judged, same),
            "services": [
                {"code": code, "score": round(chance, DIGITS), "reason": because(judged.words_for(code))}
                for code, chance in judged.services(self.known)[:SERVICES]
            ],
            "related": [_related(match, report, judged.text) for match in ranked(same)],
            "pii": list(_personal(told)),
        }

    def remember(self, told: Told) -> None:
        """Keep a text as an open need without answering it."""
        self.shelf.add(self._report(told, Judgement(self.model, f"{told.title} {told.text}")))

    def _report(self, told: Told, judged: Judgement) -> Report:
        return Report(
            ref=told.id,
            park=told.park,
            at=told.at,
            features=judged.features,
            think=lambda _: judged.chances,
            tier=str(tiers.suggest(tiers.Facts(judged.text)).tier),
            building=told.building,
            places=places_in(judged.text),
            who=told.who,
            is_private=told.is_private or is_about_wages(judged.text),
            pointing=pointing_of(judged.text),
        )


def _category(judged: Judgement) -> dict[str, Any]:
    if judged.category is None:
        return {"code": "OTH", "score": 0.0}
    category, chance = judged.category
    return {"code": str(category), "score": round(chance, DIGITS)}


def _tier(judged: Judgement, same: list[Related]) -> dict[str, Any]:
    alike = len({"this", *(match.who or match.ref for match in same)})
    found = judged.tier(tiers.Facts(judged.text, alike=alike))
    return {"tier": str(found.tier), "rule": found.rule, "reason": str(found.reason)}


def _related(match: Related, report: Report, text: str) -> dict[str, Any]:
    return {
        "ref": match.ref,
        "relation": match.relation,
        "score": round(match.score, DIGITS),
        "reason": why_related(match, report, text),
    }


def _personal(told: Told) -> Iterator[dict[str, Any]]:
    """Where personal data stands in the text; what stands in the title says so."""
    for one in masking.found(told.text):
        yield {"kind": one.kind, "start": one.start, "end": one.end}
    for one in masking.found(told.title):
        yield {"kind": one.kind, "start": one.start, "end": one.end, "in": "title"}
