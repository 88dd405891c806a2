"""Wagtail's search over its own index, in segments of `parkdesk.core.search`: the pages' half of decisions 21.

The vendor's backends cut text at spaces and so find no Chinese word inside a sentence. Here indexed text and queries
are segmented first: bigrams, folded width and case, traditional forms as simplified. It reaches into the vendor's
modules at two places (`ObjectIndexer`, `_search`); a test that finds 充电 on both databases watches them.
"""

from importlib import import_module
from typing import Any

from django.db import connection

from parkdesk.core.search import characters, segment

_IS_SQLITE = connection.vendor == "sqlite"
# Each of the two modules can be imported only where its own tables stand.
vendor: Any = import_module(f"modelsearch.backends.database.{'sqlite.sqlite' if _IS_SQLITE else 'postgres.postgres'}")


def indexed(text: str) -> str:
    """What the index keeps of a text: its segments, and each Chinese character once, so that 桩 alone is found."""
    return " ".join([segment(text), *dict.fromkeys(characters(text))])


class Indexer(vendor.ObjectIndexer):
    """Segments every value on its way into the index."""

    def prepare_value(self, value: Any) -> str:
        prepared = super().prepare_value(value)
        return indexed(prepared) if isinstance(value, str) else prepared


vendor.ObjectIndexer = Indexer


def _unranked(compiler: Any) -> Any:
    """A query without the vendor's order. SQLite asks the score of every hit by itself: seconds where a list takes
    milliseconds. So it lists the newest first, and who wants an order makes one (`cms.finding`)."""

    class Unranked(compiler):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options | {"order_by_relevance": False})

    return Unranked


class SearchBackend(vendor.SearchBackend):
    """The pages' index on the running database; WAGTAILSEARCH_BACKENDS names this module.

    PostgreSQL is told no language, because segments are words already.
    """

    if _IS_SQLITE:
        query_compiler_class = _unranked(vendor.SearchBackend.query_compiler_class)
        autocomplete_query_compiler_class = _unranked(vendor.SearchBackend.autocomplete_query_compiler_class)

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple"} | params)

    def _search(self, compiler: Any, query: Any, pages: Any, **options: Any) -> Any:
        """A typed query is segmented; query objects pass as they are."""
        query = segment(query) if isinstance(query, str) else query
        return super()._search(compiler, query, pages, **options)
