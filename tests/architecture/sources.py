"""The project's own source, parsed once for every sweep."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One module: its dotted name, file and syntax tree."""

    module: str
    path: Path
    tree: ast.Module

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield each imported name in full ("bot.store.engine.Database") with its line, also inside functions."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names=names):
                    for name in names:
                        yield name.name, node.lineno
                case ast.ImportFrom(module=module, names=names, level=0):
                    for name in names:
                        yield f"{module}.{name.name}", node.lineno


@cache
def sources(package: str) -> tuple[Source, ...]:
    """Parse every module of a package."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.append(Source(module, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


def within(name: str, *packages: str) -> bool:
    """Is a dotted name one of these packages or inside one?"""
    return any(name == package or name.startswith(f"{package}.") for package in packages)
