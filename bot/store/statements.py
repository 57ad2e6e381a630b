"""Statements on the way of every text, built once.

What a newcomer would get wrong: building a statement costs SQLAlchemy several times what running it does, and a statement on a
mapped class more than one on its table. So what runs for every text is a constant on tables, and only its values are given
each time; everything else may be written the comfortable way.
"""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Column, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a mapped class."""
    return cast(Table, model.__table__)


class InsertNew:
    """An INSERT that does nothing when a unique key exists already, and returns the id of what is new."""

    def __init__(self, table: Table) -> None:
        self._statements = {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing().returning(table.c.id),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing().returning(table.c.id),
        }

    def for_(self, session: Session) -> Insert:
        """The statement in the words of this session's database."""
        return self._statements[session.get_bind().dialect.name]


class Upsert:
    """An INSERT that overwrites `changed` where `key` exists already."""

    def __init__(self, table: Table, *, key: Iterable[str], changed: Iterable[str]) -> None:
        self._statements: dict[str, Insert] = {}
        for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
            statement = dialect.insert(table)
            overwritten: dict[str, Column[object]] = {column: statement.excluded[column] for column in changed}
            self._statements[name] = statement.on_conflict_do_update(index_elements=list(key), set_=overwritten)

    def for_(self, session: Session) -> Insert:
        """The statement in the words of this session's database."""
        return self._statements[session.get_bind().dialect.name]
