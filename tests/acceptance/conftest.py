"""Fixtures of the tests of real processes."""

from tests.support.databases import (
    database,
    database_url,
    migrated_postgresql,
    migrated_sqlite,
    postgres_server,
    sqlite_url,
)

__all__ = ["database", "database_url", "migrated_postgresql", "migrated_sqlite", "postgres_server", "sqlite_url"]
