"""One search over services, news and minutes (decisions 21).

The index says which pages hold the words; the order is made here, so that it is the same on both databases: what
people call a service comes before what stands in its title, and that before what stands in its text.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.reading import for_readers
from parkdesk.core.search import LONGEST_QUERY, fold, query_tokens

# The newest candidates of a kind are put in order; a word that stands in more of them orders nothing.
AT_MOST, PER_PAGE = 400, 10
EXACT, TITLE, BEGINS, KEYWORD, LEAD, TEXT = 100, 80, 60, 40, 20, 10
# Where not all words stand together, pages with at least half as many of them as the best one come close.
CLOSE, IN_TEXT_ONLY = 0.5, 0.1


class Kind(NamedTuple):
    """One kind of page: its word in the address, its name, its model, the column with the lead text, and what a hit
    needs of other tables."""

    code: str
    label: Any
    model: str
    lead: str
    read_with: tuple[str, ...] = ("locale",)

    @property
    def pages(self) -> Any:
        return apps.get_model("cms", self.model).objects


KINDS = (
    Kind("services", _("Services"), "ServicePage", "summary"),
    Kind("news", _("News"), "NewsPage", "intro"),
    Kind("minutes", _("Minutes"), "MinutesPage", "minutes__title", ("locale", "minutes")),
)
BY_CODE = {kind.code: kind for kind in KINDS}


class Hit(NamedTuple):
    """A page that was found: how well it fits, its kind and its key."""

    score: float
    kind: Kind
    pk: int


class Found(NamedTuple):
    """What a query found, best first. `is_close`: no page has all the words, these have some."""

    hits: list[Hit]
    is_close: bool = False


def find(query: str, kinds: Iterable[Kind] = KINDS) -> Found:
    """The pages that a reader is shown for these words: those with all of them, else those that come close."""
    asked, kinds = query[:LONGEST_QUERY].strip(), list(kinds)
    if not query_tokens(asked):
        return Found([])
    whole = fold(asked)
    hits = [hit for kind in kinds for hit in _all_words(kind, whole)]
    if hits:
        return Found(_best_first(hits))
    close = [hit for kind in kinds for hit in _some_words(kind, whole)]
    best = max((hit.score for hit in close), default=0)
    return Found(_best_first(hit for hit in close if hit.score >= best * CLOSE), is_close=True)


def services(query: str) -> list[int]:
    """The keys of the service pages for these words, best first."""
    return [hit.pk for hit in find(query, [BY_CODE["services"]]).hits]


def pages_of(hits: Iterable[Hit]) -> list[Page]:
    """The pages of these hits in their order, each as what it is; one query for each kind."""
    wanted: dict[int, Kind] = {hit.pk: hit.kind for hit in hits}
    known: dict[int, Page] = {}
    for kind in dict.fromkeys(wanted.values()):
        known |= kind.pages.select_related(*kind.read_with).in_bulk([pk for pk, of in wanted.items() if of == kind])
    return [known[pk] for pk in wanted if pk in known]


def _best_first(hits: Iterable[Hit]) -> list[Hit]:
    places = {kind.code: place for place, kind in enumerate(KINDS)}
    return sorted(hits, key=lambda hit: (-hit.score, places[hit.kind.code], -hit.pk))


def _candidates(kind: Kind, query: str, operator: str) -> list[tuple[int, str, str, list[str]]]:
    """Key, title, lead and keywords of the pages that hold all (`and`) or some (`or`) of the words."""
    results = get_search_backend().search(
        query, kind.pages.filter(live=True), operator=operator, order_by_relevance=False
    )
    ids = [page.pk for page in results[:AT_MOST]]
    columns = ["pk", "title", kind.lead]
    pages = for_readers(kind.pages.filter(pk__in=ids))
    if kind.model != "ServicePage":
        return [(pk, fold(title), fold(lead), []) for pk, title, lead in pages.values_list(*columns)]
    rows = pages.values_list(*columns, "keywords", "service__keywords")
    return [
        (pk, fold(title), fold(lead), [fold(word) for word in [*own.splitlines(), *(both or [])]])
        for pk, title, lead, own, both in rows
    ]


def _all_words(kind: Kind, query: str) -> list[Hit]:
    terms = query.split()
    return [
        Hit(_score(query, terms, title, lead, words), kind, pk)
        for pk, title, lead, words in _candidates(kind, query, "and")
    ]


def _score(query: str, terms: list[str], title: str, lead: str, words: list[str]) -> float:
    """How well a page fits; a query that is as a whole what people call it comes first."""
    is_name = query in words or query == title
    each = [_score_of(term, title, lead, words) for term in terms]
    return sum(each) / len(each) + (EXACT if is_name else 0)


def _score_of(term: str, title: str, lead: str, words: list[str]) -> int:
    fits = (
        (EXACT, term in words),
        (TITLE, term in title),
        (BEGINS, any(word.startswith(term) for word in words)),
        (KEYWORD, any(term in word for word in words)),
        (LEAD, term in lead),
    )
    return next((score for score, does in fits if does), TEXT)


def _some_words(kind: Kind, query: str) -> list[Hit]:
    """Pages with some of the words: how many stand in title, keywords or lead."""
    tokens = set(query_tokens(query))
    found = []
    for pk, title, lead, words in _candidates(kind, query, "or"):
        said = " ".join([title, lead, *words])
        found.append(Hit(sum(token in said for token in tokens) + IN_TEXT_ONLY, kind, pk))
    return found
