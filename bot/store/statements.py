"""Statements on the way of every text, prepared once.

What a newcomer would get wrong: SQLAlchemy takes several times as long over a statement as the database does. So what runs for
every text is written with it like everything else, but its SQL is made once for each kind of database and then runs on the
driver's own cursor, inside the session's transaction. Everything else may be executed the comfortable way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Column, Dialect, Executable, Insert, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler

from bot.store.engine import as_database_error, cursor_of

Row = dict[str, Any]
_Processor = Callable[[Any], Any]


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a mapped class."""
    return cast(Table, model.__table__)


class Prepared:
    """A statement, or one for each kind of database, whose values are given by name each time it runs."""

    def __init__(self, statement: Executable | Mapping[str, Executable]) -> None:
        self._statement = statement
        self._ready: dict[tuple[str, ...], _Ready] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[Row]:
        """Run it and return what it selects or returns, by column name."""
        ready = self._ready_for(session, values)
        cursor = cursor_of(session)
        try:
            cursor.execute(ready.sql, ready.parameters(values))
            # All of them: SQLite does not commit under a statement that has more to give.
            found = cursor.fetchall()
        except ready.errors as error:
            raise as_database_error(error, ready.dialect) from error
        return [ready.row(row) for row in found]

    def value(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Run it and return the only column of its only row; None when there is no row."""
        for row in self.rows(session, values):
            (found,) = row.values()
            return found
        return None

    def run(self, session: Session, *rows: Mapping[str, Any]) -> None:
        """Run a statement that gives nothing back, once for each row of values; all have the same names."""
        if not rows:
            return
        ready = self._ready_for(session, rows[0])
        try:
            cursor_of(session).executemany(ready.sql, [ready.parameters(row) for row in rows])
        except ready.errors as error:
            raise as_database_error(error, ready.dialect) from error

    def _ready_for(self, session: Session, values: Mapping[str, Any]) -> "_Ready":
        dialect = session.get_bind().dialect
        key = (dialect.name, *values)
        ready = self._ready.get(key)
        if ready is None:
            statement = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
            ready = self._ready[key] = _prepare(statement, list(values), dialect)
        return ready


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """SQL in one database's words, and what its values and columns go through on the way in and out."""

    sql: str
    given: tuple[tuple[str, _Processor | None], ...]
    by_position: bool
    columns: tuple[tuple[str, _Processor | None], ...]
    dialect: Dialect
    errors: type[Exception]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        given = [values[name] if change is None else change(values[name]) for name, change in self.given]
        return given if self.by_position else dict(zip((name for name, _ in self.given), given, strict=True))

    def row(self, found: Sequence[Any]) -> Row:
        return {
            name: value if change is None else change(value)
            for (name, change), value in zip(self.columns, found, strict=True)
        }


def _prepare(statement: Executable, names: list[str], dialect: Dialect) -> _Ready:
    compiled = cast(SQLCompiler, statement.compile(dialect=dialect, column_keys=names))  # type: ignore[attr-defined]
    types = {name: bind.type for bind, name in compiled.bind_names.items()}
    if types.keys() != set(names):
        # What SQLAlchemy would fill in itself, such as a column's default, is not filled in here.
        raise TypeError(f"the statement takes {sorted(types)}, not {sorted(names)}")
    given = (
        (name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup or types
    )
    returned = statement.selected_columns if isinstance(statement, Select) else compiled.effective_returning or ()
    columns = (
        (str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in returned
    )
    return _Ready(
        sql=str(compiled),
        given=tuple(given),
        by_position=compiled.positional,
        columns=tuple(columns),
        dialect=dialect,
        errors=dialect.loaded_dbapi.Error,
    )


def insert_once(table: Table) -> Prepared:
    """An INSERT that does nothing when a unique key exists already, and gives the id of what is new."""
    return Prepared(
        {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing().returning(table.c.id),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing().returning(table.c.id),
        }
    )


def upsert(table: Table, *, key: Iterable[str], changed: Iterable[str]) -> Prepared:
    """An INSERT that overwrites `changed` where `key` exists already."""
    key, changed = list(key), list(changed)
    statements: dict[str, Insert] = {}
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
        statement = dialect.insert(table)
        overwritten: dict[str, Column[object]] = {column: statement.excluded[column] for column in changed}
        statements[name] = statement.on_conflict_do_update(index_elements=key, set_=overwritten)
    return Prepared(statements)
