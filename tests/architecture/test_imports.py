"""Imports go one way, also inside functions; the pure half stays pure."""

import ast
import sys

import pytest

from tests.architecture.sources import Source, sources, within

# What may not be imported by whom. A module is named by its package; the longest list wins nothing: all are checked.
FORBIDDEN = {
    "bot.models": (
        "bot.store",
        "bot.services",
        "bot.web",
        "bot.gateways",
        "bot.commands",
        "bot.settings",
        "bot.clinic",
    ),
    "bot.store": ("bot.services", "bot.web", "bot.gateways", "bot.commands", "bot.settings", "bot.clinic"),
    "bot.services": (
        "bot.web",
        "bot.gateways.twilio",
        "bot.gateways.console",
        "bot.commands",
        "bot.settings",
        "bot.clinic",
    ),
    "bot.gateways": (
        "bot.web",
        "bot.store",
        "bot.models",
        "bot.services",
        "bot.commands",
        "bot.settings",
        "bot.clinic",
    ),
    "bot.web": ("bot.worker", "bot.commands", "bot.store", "bot.app", "bot.assembly"),
    "bot.worker": ("bot.web", "bot.commands", "bot.app"),
    "bot.hours": ("bot.clinic", "bot.settings", "bot.clock", "bot.store", "bot.services", "bot.web"),
}
# Where a library may be used at all.
HOMES = {
    "flask": ("bot.web", "bot.app", "bot.wsgi"),
    "flask_wtf": ("bot.web", "bot.app"),
    "werkzeug": ("bot.web", "bot.app"),
    "twilio": ("bot.gateways.twilio", "bot.web.signatures"),
    "sqlalchemy": ("bot.models", "bot.store", "bot.migrations"),
    "alembic": ("bot.migrations",),
    "structlog": ("bot.logs",),
    "phonenumbers": ("bot.phone",),
    "argon2": ("bot.services.staff_accounts",),
    "cryptography": ("bot.sealing",),
    "gunicorn": ("bot.gunicorn_log",),
}
# A session is handed through services, and any part may say what it does when the database fails.
NAMES_ANYWHERE = {"sqlalchemy.orm.Session", "sqlalchemy.exc.SQLAlchemyError"}
IMPURE = {
    "asyncio", "http", "io", "multiprocessing", "os", "random", "secrets", "shutil", "signal", "socket", "sqlite3", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
PURE_CALLS_NOT_ALLOWED = {"now", "utcnow", "today", "getenv", "open", "print", "input"}
READERS = {
    "conversations.understanding.cues",
    "conversations.protocol.loader",
    "conversations.protocol.rule_files",
    "conversations.understanding.lexicon",
    "conversations.understanding.number_words",
    "conversations.understanding.phrases",
    "conversations.understanding.second_reader",
    "conversations.wording",
}


def named(source: Source) -> str:
    """Name a module in a failing test."""
    return source.module


@pytest.mark.parametrize("source", sources("conversations"), ids=named)
def test_conversations_knows_nothing_outside_itself(source: Source) -> None:
    for name, line in source.imports():
        top = name.split(".")[0]
        if top == "conversations":
            continue
        if top == "pydantic":
            assert within(source.module, "conversations.protocol"), f"{source.module}:{line} imports {name}"
            continue
        assert top in sys.stdlib_module_names, f"{source.module}:{line} imports {name}"
        assert top not in IMPURE, f"{source.module}:{line} imports {name}"


@pytest.mark.parametrize("source", sources("conversations"), ids=named)
def test_conversations_asks_neither_clock_nor_environment_nor_files(source: Source) -> None:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(attr=called, value=ast.Name(id="datetime" | "date")) | ast.Name(id=called):
                assert called not in PURE_CALLS_NOT_ALLOWED, f"{source.module}:{node.lineno} calls {called}"
            case ast.Attribute(attr="read_text" | "read_bytes" | "open"):
                assert source.module in READERS, f"{source.module}:{node.lineno} reads a file"


@pytest.mark.parametrize("source", sources("bot"), ids=named)
def test_arrows_never_turn_back(source: Source) -> None:
    for package, forbidden in FORBIDDEN.items():
        if not within(source.module, package):
            continue
        for name, line in source.imports():
            assert not within(name, *forbidden), f"{source.module}:{line} imports {name}"


@pytest.mark.parametrize("source", sources("bot"), ids=named)
def test_each_library_stays_at_home(source: Source) -> None:
    for name, line in source.imports():
        homes = HOMES.get(name.split(".")[0])
        if homes is None or name in NAMES_ANYWHERE:
            continue
        assert within(source.module, *homes), f"{source.module}:{line} imports {name}"


@pytest.mark.parametrize("source", sources("bot"), ids=named)
def test_only_settings_reads_the_environment(source: Source) -> None:
    # The demo hands its own environment on to the processes it starts.
    if source.module in {"bot.settings", "bot.commands.demo"}:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in {"environ", "getenv"}, f"{source.module}:{node.lineno} reads the environment"


@pytest.mark.parametrize("source", sources("bot"), ids=named)
def test_only_the_clock_asks_for_the_time(source: Source) -> None:
    if source.module == "bot.clock":
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="now" | "utcnow" | "today", value=ast.Name(id="datetime" | "date"))):
                pytest.fail(f"{source.module}:{node.lineno} asks for the time")
