"""Read a protocol's folder into a `Protocol`: logic, red-flag rules, wording; every fault listed with file and key.

The version is the hash of all files of the folder, so that any change of logic or of one word is another version.
"""

import hashlib
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from conversations.errors import ProtocolError
from conversations.protocol.model import Logic, Protocol
from conversations.protocol.rule_files import load_rules
from conversations.wording import load_wordings

SHIPPED = Path(__file__).parent.parent / "protocols" / "neck_back_spasm"


Part = TypeVar("Part")


@cache
def load_protocol(folder: Path = SHIPPED) -> Protocol:
    """Read and check a protocol; raise ProtocolError with every fault found in any of its files."""
    faults: list[str] = []
    logic = _read(_load_logic, folder, faults)
    rules = _read(load_rules, folder / "red_flags", faults)
    wording = _read(load_wordings, folder, faults)
    if logic is None or rules is None or wording is None:
        raise ProtocolError(*faults)
    return Protocol(logic=logic, rules=rules, wording=wording, version=content_hash(folder))


def _read(load: Callable[[Path], Part], source: Path, faults: list[str]) -> Part | None:
    try:
        return load(source)
    except ProtocolError as error:
        faults.extend(error.faults)
        return None


def content_hash(folder: Path) -> str:
    """The hash of every TOML file of a folder, by path and content, in hex."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _load_logic(folder: Path) -> Logic:
    path = folder / "logic.toml"
    try:
        return Logic.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError(f"logic.toml: {error}") from error
    except ValidationError as error:
        raise ProtocolError(
            *(f"logic.toml: {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors())
        ) from error
