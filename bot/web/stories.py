"""The simulator's ready stories, read once from `stories.toml`.

What a newcomer would get wrong: a story is no script. Its next line depends on the question that is open, so it goes on
whatever the line asks, and ends when it has nothing to say to that.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Story:
    """A patient to play: the first text, and answers by open question or state."""

    key: str
    icon: str
    title: str
    opening: str
    answers: Mapping[str, str]


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("bot.web").joinpath("stories.toml").read_text(encoding="utf-8"))


def told_in(lang: str) -> tuple[Story, ...]:
    """Every story in one language, in order."""
    stories = _file()["story"]
    return tuple(
        Story(
            key=key,
            icon=stories[key]["icon"],
            title=stories[key]["title"],
            opening=stories[key][lang]["opening"],
            answers=stories[key][lang]["answers"],
        )
        for key in _file()["order"]
    )


def find(key: str | None, lang: str) -> Story | None:
    """The story with this key; None when there is none."""
    return next((story for story in told_in(lang) if story.key == key), None)


def next_line(story: Story | None, question: str | None, place: str) -> str | None:
    """What the story's patient says now; None when it has nothing to say."""
    return None if story is None else story.answers.get(question or place)


def quick_answers(question: str | None, place: str, lang: str) -> tuple[str, ...]:
    """Answers to offer for the open question, else for the state."""
    return tuple(_file()["quick"][lang].get(question or place, ()))


def placeholder(lang: str) -> str:
    """What an empty field says."""
    return str(_file()["placeholder"][lang])
