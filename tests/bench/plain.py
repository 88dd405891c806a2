"""Plain BM25 (Robertson and Zaragoza 2009), the floor of the suggestion: the segmenter's tokens, nothing learned."""

import heapq
import math
from collections import Counter
from collections.abc import Iterable

from parkdesk.core.search import segment

K, B = 1.2, 0.75


class BM25:
    """Documents by key; `best` ranks them for a query."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        counted = [(key, Counter(segment(text).split())) for key, text in documents]
        mean = sum(count.total() for _, count in counted) / len(counted)
        holders: dict[str, list[tuple[str, float]]] = {}
        for key, count in counted:
            norm = K * (1 - B + B * count.total() / mean)
            for token, times in count.items():
                holders.setdefault(token, []).append((key, times * (K + 1) / (times + norm)))
        self.postings = {
            token: (math.log(1 + (len(counted) - len(held) + 0.5) / (len(held) + 0.5)), held)
            for token, held in holders.items()
        }

    def best(self, query: str, most: int = 3) -> list[str]:
        scores: dict[str, float] = {}
        for token in segment(query).split():
            rarity, held = self.postings.get(token, (0.0, ()))
            for key, weight in held:
                scores[key] = scores.get(key, 0.0) + rarity * weight
        return heapq.nlargest(most, scores, key=lambda key: (scores[key], key))
