"""How a text is written must not change what is understood: properties over flagged texts of the labelled files."""

import os
import random
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.flagging import Tier
from conversations.protocol.loader import load_protocol
from conversations.screening import read_text, screen_text
from tests.support.labelled import training_texts

TODAY = date(2026, 3, 2)
RULES = load_protocol().rules
SIZE = 3000 if os.environ.get("PROVE") else 200

STORIES = (
    "hi, hope you are well. i do drywall in queens and i wanted to ask something",
    "ok so long story. i was at work all day yesterday and came home late",
    "hola buenas tardes, disculpe la molestia",
    "do you take aetna? i was at your place last year for my knee",
    "mire, le escribo por lo de la cita",
)


@cache
def tier(text: str) -> Tier | None:
    """What is done at once about a text."""
    flags = screen_text(RULES, text, today=TODAY).judgement.flags
    return flags[0].tier if flags else None


@cache
def flagged() -> tuple[str, ...]:
    """A seeded sample of labelled danger texts that the rules act on."""
    texts = [row["text"] for row in training_texts() if row["expected_tier"] != "none"]
    random.Random(20261121).shuffle(texts)
    return tuple(text for text in texts[:SIZE] if tier(text) is not None)


def without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


REWRITINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "a capital each word": str.title,
    "no accents": without_accents,
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "double spaces": lambda text: text.replace(" ", "  "),
    "spaces around": lambda text: f"\n  {text} \n",
    "emoji behind": lambda text: f"{text} 😷🙏",
    "emoji before": lambda text: f"😩😩 {text}",
    "dots": lambda text: f"{text}...",
    "exclamation": lambda text: f"{text}!!",
    "right-to-left mark": lambda text: f"\u200f{text}\u200f",
}


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_way_of_writing_never_changes_a_tier(rewriting: str) -> None:
    changed = [text for text in flagged() if tier(REWRITINGS[rewriting](text)) is not tier(text)]
    assert changed == []


@pytest.mark.parametrize("story", STORIES)
def test_harmless_story_before_or_after_never_hides_a_danger(story: str) -> None:
    hidden = [text for text in flagged() if tier(f"{story}. {text}") is None or tier(f"{text}. {story}") is None]
    assert hidden == []


def test_no_in_front_never_removes_a_mention() -> None:
    for text in flagged():
        heard = {mention.concept for mention in read_text(text, today=TODAY).mentions}
        denied = {mention.concept for mention in read_text(f"no {text}", today=TODAY).mentions}
        assert heard - denied == set(), text


def test_denial_with_the_symptom_in_the_not_stays_a_danger() -> None:
    for text in (
        "cant pee",
        "no control of my bladder",
        "no feeling down there",
        "no siento las piernas",
        "no puedo orinar",
    ):
        assert tier(f"back spasm, {text}") is Tier.EMERGENCY, text


@settings(max_examples=SIZE)
@given(st.text(max_size=1600))
def test_any_text_at_all_is_read_and_read_alike_twice(text: str) -> None:
    first, second = screen_text(RULES, text, today=TODAY), screen_text(RULES, text, today=TODAY)
    assert first == second
    for mention in first.reading.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
