"""Taking what somebody is known by out of tables: whatever column it came to stand in (decisions 10).

What is chained by hashes is never touched: words of the trail stand in rows that are deleted whole.
"""

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from parkdesk.core import append_only
from parkdesk.core.marks import BLOT, Marks
from parkdesk.core.models import AccessLog, Entry, EntryText, LookWords

TEXT = (models.CharField, models.TextField)


def blot(rows: QuerySet[Any], marks: Marks) -> int:
    """Take the marks out of every column of these rows that holds what people write. Returns how many rows changed."""
    columns = _columns(rows.model)
    if not marks or not columns or is_chained(rows.model):
        return 0
    spelt = {f"spelt_{one.name}": Cast(one.name, models.TextField()) for one in columns if not isinstance(one, TEXT)}
    names = [one.name if isinstance(one, TEXT) else f"spelt_{one.name}" for one in columns]
    asked = reduce(or_, (Q(**{f"{name}__icontains": needle}) for name in names for needle in marks.needles()))
    return sum(_blot_row(row, columns, marks) for row in rows.annotate(**spelt).filter(asked).order_by("pk"))


def blot_tables(tables: Iterable[type[models.Model]], marks: Marks) -> int:
    """The same in whole tables. Returns how many rows changed."""
    return sum(blot(table._base_manager.all(), marks) for table in tables)


def is_chained(model: type[models.Model]) -> bool:
    """Whether rows of this table are never changed."""
    return model._meta.db_table in append_only.tables()


def drop_words(entries: QuerySet[Entry] | None, marks: Marks) -> int:
    """Delete the words of these entries (None: of all) in which a mark stands; the entries and their hashes stay."""
    said = EntryText.objects.all() if entries is None else EntryText.objects.filter(entry__in=entries)
    found = [pk for pk, words in _holding(said, marks) if marks.are_in(json.loads(words))]
    return EntryText.objects.filter(pk__in=found).delete()[0]


def drop_reasons(looks: QuerySet[AccessLog] | None, marks: Marks) -> int:
    """Delete the reasons of these looks (None: of all) in which a mark stands; that somebody looked stays."""
    said = LookWords.objects.all() if looks is None else LookWords.objects.filter(look__in=looks)
    found = [pk for pk, words in _holding(said, marks) if marks.are_in(words)]
    return LookWords.objects.filter(pk__in=found).delete()[0]


def kin(rows: QuerySet[Any], depth: int = 3) -> Iterator[QuerySet[Any]]:
    """What hangs on these rows, in whatever package: rows that refer to them, rows that refer to those, and so on."""
    for relation in pointing_at(rows.model) if depth else ():
        child = relation.related_model
        if child is not rows.model and not is_chained(child):
            found = child._base_manager.filter(
                **{f"{relation.field.name}__in": list(rows.values_list("pk", flat=True))}
            )
            yield found
            yield from kin(found, depth - 1) if found.exists() else ()


def pointing_at(model: type[models.Model]) -> list[Any]:
    """The relations by which rows of other tables refer to rows of this one, also those without a name here."""
    found = model._meta.get_fields(include_hidden=True)
    return [one for one in found if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]


def about_any(rows: QuerySet[Any]) -> QuerySet[Entry]:
    """The entries of the trail about these rows."""
    ids = list(rows.values_list("pk", flat=True)) if isinstance(rows.model._meta.pk, models.AutoField) else []
    return Entry.objects.filter(subject_type=rows.model._meta.label_lower, subject_id__in=ids)


def _holding(said: QuerySet[Any], marks: Marks) -> Iterator[tuple[Any, str]]:
    """Key and words of the rows in which a mark may stand."""
    if marks:
        asked = reduce(or_, (Q(words__icontains=needle) for needle in marks.needles()))
        yield from said.filter(asked).values_list("pk", "words")


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [one for one in model._meta.concrete_fields if _is_written(one)]


def _is_written(column: models.Field[Any, Any]) -> bool:
    """A column into which people write; not one of fixed words, nor the name of a file."""
    is_file = isinstance(column, models.FileField) or column.primary_key or column.unique
    return isinstance(column, (*TEXT, models.JSONField)) and not column.choices and not is_file


def _blot_row(row: models.Model, columns: list[models.Field[Any, Any]], marks: Marks) -> bool:
    changed = dict(_changes(row, columns, marks))
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return bool(changed)


def _changes(row: models.Model, columns: list[models.Field[Any, Any]], marks: Marks) -> Iterator[tuple[str, Any]]:
    for column in columns:
        before = getattr(row, column.attname)
        after = marks.blotted_in(before)
        if after != before:
            # A column that held nothing else is emptied: three stars are no number.
            yield column.attname, "" if after == BLOT else after
