"""Open reports by park, word and service: what shares rare words or the service with a new one is found at once."""

import heapq
from collections.abc import Iterable, Iterator

from requests_flow.suggestion.features import CHARACTER
from requests_flow.suggestion.model import Model
from requests_flow.suggestion.relating import Report

# So many of the reports with the most in common are compared with care.
LOOKED_AT = 30
# A word that more reports of the park say than this says nothing about one of them.
TOO_COMMON = 400
# The same service weighs like one rather rare word: it joins reports in two languages.
SAME_SERVICE = 12.0
# Who points back ("we too", "still dark") is compared with so many of the latest of the building, whatever they say.
LATEST_OF_BUILDING = 10


class Shelf:
    """Reports by park and word, in the order in which they came."""

    def __init__(self, model: Model, reports: Iterable[Report] = ()) -> None:
        self.model = model
        self._reports: list[Report] = []
        self._by_word: dict[tuple[str, str], list[int]] = {}
        for one in reports:
            self.add(one)

    def add(self, report: Report) -> None:
        """Keep a report; one that is private is never found again."""
        if report.is_private or not report.park:
            return
        number = len(self._reports)
        self._reports.append(report)
        for word in (*_words(report), _label(report), _building(report)):
            self._by_word.setdefault((report.park, word), []).append(number)

    def near(self, report: Report) -> list[Report]:
        """The reports of the same park that share most with it, the latest of equals first."""
        shared: dict[int, float] = {}
        for word in _words(report):
            weight = self.model.idf(word) ** 2
            for number in self._by_word.get((report.park, word), ())[-TOO_COMMON:]:
                shared[number] = shared.get(number, 0.0) + weight
        for number in self._by_word.get((report.park, _label(report)), ())[-LOOKED_AT:]:
            shared[number] = shared.get(number, 0.0) + SAME_SERVICE
        if report.building and report.pointing.refers:
            for number in self._by_word.get((report.park, _building(report)), ())[-LATEST_OF_BUILDING:]:
                shared[number] = shared.get(number, 0.0) + SAME_SERVICE
        best = heapq.nlargest(LOOKED_AT, shared, key=lambda number: (shared[number], number))
        return [self._reports[number] for number in best]


def _words(report: Report) -> Iterator[str]:
    return (word for word in report.features if not word.startswith(CHARACTER))


def _label(report: Report) -> str:
    return f"#{report.label_or_guess}"


def _building(report: Report) -> str:
    return f"^{report.building}"
