"""Fixtures of the tests of real processes."""

from pathlib import Path

import pytest

from tests.support.databases import (
    database,
    database_url,
    migrated_postgresql,
    migrated_sqlite,
    postgres_server,
    sqlite_url,
)
from tests.support.processes import copy_program

__all__ = [
    "database",
    "database_url",
    "migrated_postgresql",
    "migrated_sqlite",
    "postgres_server",
    "program",
    "sqlite_url",
]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, so that what is edited during the tests starts no other one half-way."""
    return copy_program(tmp_path_factory.mktemp("program"))
