"""House rules that a machine can check: size, names, docstrings, and words that have no business here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, Source, sources

LONGEST = 400
CATCH_ALLS = {"utils", "util", "helpers", "helper", "common", "misc"}
WRITTEN_IN = {".py", ".toml", ".md", ".txt", ".html", ".css", ".js", ".yml", ".mako", ""}
SKIPPED = {".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
# Package hosts, and folders of somebody's machine. Bracketed, so that this file does not hold them itself.
OUT_OF_PLACE = re.compile(
    r"[p]ypi\.org|[p]ythonhosted|[n]pmjs\.|[d]eb\.debian\.org|(?<![\w.\-])/([h]ome|[r]oot|[w]ork|[U]sers)/[\w.]+", re.I
)
UNFINISHED = re.compile(r"\b([T]ODO|[F]IXME|[X]XX)\b")

EVERYTHING = [*sources("conversations"), *sources("bot"), *sources("tests")]


def written(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file of the project that people write."""
    for path in sorted(folder.iterdir()):
        if path.name in SKIPPED or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from written(path)
        elif path.suffix in WRITTEN_IN:
            yield path


def named(source: Source) -> str:
    """Name a module in a failing test."""
    return source.module


@pytest.mark.parametrize("source", EVERYTHING, ids=named)
def test_no_file_outgrows_its_subject(source: Source) -> None:
    lines = len(source.path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{source.path} has {lines} lines: it asks to be two"


@pytest.mark.parametrize("source", EVERYTHING, ids=named)
def test_no_file_is_a_drawer_for_everything(source: Source) -> None:
    assert source.path.stem not in CATCH_ALLS


@pytest.mark.parametrize("source", [*sources("conversations"), *sources("bot")], ids=named)
def test_every_module_and_public_name_says_what_it_is_for(source: Source) -> None:
    if source.path.stat().st_size:
        assert ast.get_docstring(source.tree), f"{source.path} has no docstring"
    if source.module.startswith("bot.migrations.versions."):
        return  # its functions are Alembic's: upgrade, downgrade
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{source.path}:{node.lineno} {node.name} has no docstring"


def test_no_file_names_a_package_host_or_somebodys_folder_or_is_unfinished() -> None:
    found = []
    for path in written():
        text = path.read_text(encoding="utf-8")
        found += [f"{path}: {hit.group()}" for pattern in (OUT_OF_PLACE, UNFINISHED) for hit in pattern.finditer(text)]
    assert not found
