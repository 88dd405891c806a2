"""One value of one column, spelt the same whichever database it comes from, and back again.

The database's own values are read and written, not the models': a conversion of a model would change what it touches.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

Cell = Any  # what JSON can hold


def kind_of(field: models.Field[Any, Any]) -> str:
    """The kind of column that a field has; a foreign key has that of the key it points to."""
    while field.remote_field is not None and field.target_field is not field:
        field = field.target_field
    if isinstance(field, models.DecimalField):
        return f"DecimalField:{field.decimal_places}"
    return field.get_internal_type()


def spell(kind: str, value: Any) -> Cell:
    """A value as the database gave it, for the archive."""
    if value is None:
        return None
    kind, _sep, places = kind.partition(":")
    if kind == "DecimalField":
        return format(Decimal(str(value)), f".{places}f")
    return _SPELT.get(kind, _as_it_is)(value)


def read(kind: str, cell: Cell) -> Any:
    """The other way: for an INSERT on the running database."""
    if cell is None:
        return None
    if kind in _READ:
        return _READ[kind](cell)
    return _READ_ON_SQLITE.get(kind, _as_it_is)(cell) if connection.vendor == "sqlite" else cell


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime | str) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


def _sqlite_moment(cell: str) -> str:
    """As Django writes it: UTC without saying so, and no microseconds where there are none."""
    return str(datetime.fromisoformat(cell).replace(tzinfo=None))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _written_json(cell: Any) -> str:
    return json.dumps(cell)


def _flag(value: Any) -> bool:
    return bool(value)


def _hexadecimal(value: Any) -> str:
    return bytes(value).hex()


def _uuid(value: Any) -> str:
    return str(UUID(str(value)))


_SPELT: dict[str, Callable[[Any], Cell]] = {
    "BooleanField": _flag,
    "BinaryField": _hexadecimal,
    "DateTimeField": _moment,
    "DateField": _text,
    "TimeField": _text,
    "UUIDField": _uuid,
    "JSONField": _json,
}
_READ: dict[str, Callable[[Cell], Any]] = {"BinaryField": bytes.fromhex, "JSONField": _written_json}
_READ_ON_SQLITE: dict[str, Callable[[Cell], Any]] = {
    "DateTimeField": _sqlite_moment,
    "UUIDField": lambda cell: UUID(cell).hex,
}
