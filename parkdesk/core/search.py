"""Segmented search text for Chinese: one segmenter (decisions 21) and one column with its own look-up.

A model keeps `search_text = SearchTextField()` and fills it with `segment(...)`; `search_text__finds="电梯"` finds it.
Bigrams are complete and need no dictionary: what stands in the text is found, and nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import opencc
from django.core.exceptions import FullResultSet
from django.db import migrations, models

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# A run: Han characters, or words and numbers held together by the marks of addresses, dates and references.
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[-._/@#:]+[^\W_{_HAN}]+)*")
_WORD = re.compile(r"[^\W_]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
LONGEST_WORD = 64
LONGEST_QUERY = 200


@cache
def _simplify() -> opencc.OpenCC:
    # Loaded at the first use: the dictionaries take a moment that commands without search should not pay.
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """One form for what people write in several: width (NFKC), case, traditional characters to simplified."""
    return _simplify().convert(unicodedata.normalize("NFKC", text).casefold()).strip()


def segment(*texts: str) -> str:
    """Search text of some texts: tokens in their order, separated by one space.

    Chinese in bigrams (a single character stands alone), words and numbers whole (at most 64 characters).
    """
    return " ".join(token for text in texts for run in _runs(text) for token in run)


def query_tokens(text: str) -> list[str]:
    """The tokens of a query (its first 200 characters), in their order."""
    return [token for run in _runs(text[:LONGEST_QUERY]) for token in run]


def characters(text: str) -> list[str]:
    """The Chinese characters of a text, folded, in their order."""
    return _IS_HAN.findall(fold(text))


def _runs(text: str) -> Iterator[list[str]]:
    for run in _RUN.findall(fold(text)):
        if not _IS_HAN.match(run):
            yield [word[:LONGEST_WORD] for word in _WORD.findall(run)]
        elif len(run) == 1:
            yield [run]
        else:
            yield [run[place : place + 2] for place in range(len(run) - 1)]


class SearchTextField(models.TextField):
    """A column of segmented search text, looked up with `__finds`. Never shown, never edited by hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": "", "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("default", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


@SearchTextField.register_lookup
class Finds(models.Lookup):
    """All runs of the query stand in the text, each as written. An empty query finds everything (no filter).

    One Chinese character is looked for inside the tokens. Words are matched whole. The same on both databases;
    PostgreSQL uses the index of `gin_index_operation`.
    """

    lookup_name = "finds"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return self._all(compiler, connection, "(' ' || {} || ' ') LIKE %s", lambda phrase: f"% {phrase} %")

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql = "to_tsvector('simple'::regconfig, {}) @@ phraseto_tsquery('simple'::regconfig, %s)"
        return self._all(compiler, connection, sql, lambda phrase: phrase)

    def _all(self, compiler: Any, connection: Any, sql: str, shape: Any) -> tuple[str, list[Any]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        parts: list[str] = []
        params: list[Any] = []
        for run in _runs(str(self.rhs)[:LONGEST_QUERY]):
            phrase = " ".join(run)
            is_one_character = len(phrase) == 1 and _IS_HAN.match(phrase)
            parts.append(f"{lhs} LIKE %s" if is_one_character else sql.format(lhs))
            params += [*lhs_params, f"%{phrase}%" if is_one_character else shape(phrase)]
        if not parts:
            raise FullResultSet
        return f"({' AND '.join(parts)})", params


def gin_index_operation(table: str, column: str) -> migrations.RunPython:
    """A migration operation that makes PostgreSQL's index for `finds`; on SQLite it does nothing. Reversible."""
    name = f"{table}_{column}_finds"[:63]

    def make(_: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f'CREATE INDEX "{name}" ON "{table}" USING gin (to_tsvector(\'simple\'::regconfig, "{column}"))'
            )

    def drop(_: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    return migrations.RunPython(make, drop)
