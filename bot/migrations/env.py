"""Alembic's entry: runs the steps on the database that `migrate` hands over, one transaction for all of them."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum, text

from bot.models import Base, UtcDateTime
from bot.store.engine import WRITES, Database

MIGRATION_LOCK = 8_675_001  # any number that nothing else in this database locks


def plain_types(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones under them: a migration must not change when a class of ours does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


database: Database = context.config.attributes["database"]

with database.engine.connect().execution_options(**{WRITES: True}) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=database.is_sqlite,
        compare_type=True,
        render_item=plain_types,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not database.is_sqlite:
            # Two releases starting at once must not both run the steps.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        context.run_migrations()
