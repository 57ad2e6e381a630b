"""The stored form of a conversation."""

from datetime import UTC, datetime

import pytest

from conversations.errors import StateError
from conversations.events import WaitKind
from conversations.flagging import Tier
from conversations.state import AnswerRecord, ConversationState, Fact, FlagRecord, Place
from conversations.triage import Disposition
from conversations.understanding.findings import Certainty

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


def test_stored_state_reads_back_equal() -> None:
    fact = Fact(name="fever", certainty=Certainty.POSSIBLE, at=NOW, source="free_text", message_id=7, span=(3, 8))
    flag = FlagRecord(code="meningitis", tier=Tier.EMERGENCY, rule="r", source="screen", at=NOW, evidence=((7, 3, 8),))
    state = ConversationState.new(lang="es").but(
        place=Place.SCREEN_RISK,
        facts=(fact,),
        held=(fact,),
        flags=(flag,),
        answers={"caller_name": AnswerRecord(value="Mañana 😷", at=NOW, message_id=7)},
        disposition=Disposition.BOOK,
        cleared={"cardiac": NOW},
        marks={"urgent_text": NOW},
        tries={"age:unsure": 1},
        timers={WaitKind.CLARIFY: NOW},
        resume=Place.AGE,
        earlier_outcomes=(NOW,),
        last_text_at=NOW,
        again=("pattern",),
    )
    assert ConversationState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"version": 99}',
        '{"version": 1, "lang": "en", "place": "NOWHERE"}',
        '{"version": 1, "surprise": 1}',
    ],
)
def test_what_is_not_a_state_is_an_error_and_not_a_fresh_start(stored: str) -> None:
    with pytest.raises(StateError):
        ConversationState.from_json(stored)


def test_a_state_cannot_be_given_a_field_that_it_does_not_have() -> None:
    with pytest.raises(TypeError, match="quesiton"):
        ConversationState.new(lang="en").but(quesiton="age")
