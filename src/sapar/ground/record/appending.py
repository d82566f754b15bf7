"""Record, appending: many rows of one kind go in at once, as plain contents and not as models.

Called where a file brings tens of thousands of them: making a model of each, only to take it
apart again, would cost most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, DecimalField, Field, JSONField, Model

Content = Mapping[str, Any]
"""The fields of a row by column: `organisation_id`, not `organisation`."""


class Column(NamedTuple):
    """A column: its name, what stands there where a content is silent, how a value goes in."""

    name: str
    default: Any
    prepared: Callable[[Any], Any] | None


def append(model: type[Model], shared: Content, contents: Iterable[Content]) -> None:
    """Rows of one kind are put on record together; all have the shared fields, none is read back.

    A fact shares its stamp (`Stamp.columns()`); a content may say otherwise of itself. Values
    must fit their columns: nothing is checked here but the names. Raises TypeError for a name
    that is no column.
    """
    # The connection itself: its stand-in `django.db.connection` looks for it at every value.
    connection = connections[DEFAULT_DB_ALIAS]
    columns = _columns(model, shared, connection)
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(one.name) for one in columns)
    rows = _rows(contents, columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608, names of columns
                list(rows),
            )


def _columns(model: type[Model], shared: Content, connection: BaseDatabaseWrapper) -> list[Column]:
    columns = []
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            name, prepared = field.attname, _preparing(field, connection)
            value = shared[name] if name in shared else field.get_default()
            columns.append(Column(name, prepared(value) if prepared else value, prepared))
    return columns


def _preparing(
    field: Field[Any, Any], connection: BaseDatabaseWrapper
) -> Callable[[Any], Any] | None:
    """How a field's values become what the database takes; None where it takes them as they are."""
    if isinstance(field, DateField | DecimalField | JSONField):
        return partial(field.get_db_prep_value, connection=connection, prepared=True)
    return None


def _rows(contents: Iterable[Content], columns: list[Column]) -> Iterator[list[Any]]:
    names = {one.name for one in columns}
    for content in contents:
        if not content.keys() <= names:
            unknown = ", ".join(sorted(content.keys() - names))
            raise TypeError(f"No such column: {unknown}")
        yield [
            default
            if name not in content
            else prepared(content[name])
            if prepared
            else content[name]
            for name, default, prepared in columns
        ]
