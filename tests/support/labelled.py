"""The labelled texts in tests/data/messages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data" / "messages"


@cache
def labelled(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one file."""
    return tuple(json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())


@cache
def training_texts() -> tuple[dict[str, Any], ...]:
    """Every row that may be tuned on."""
    return tuple(row for path in sorted(FOLDER.glob("messages_train_*.jsonl")) for row in labelled(path.name))
