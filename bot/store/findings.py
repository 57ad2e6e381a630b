"""Answers, red flags and phrases that were not understood."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.models import Answer, Flag, UnknownPhrase
from bot.store.engine import insert_new
from bot.store.statements import Prepared, table_of, upsert
from conversations.state import AnswerRecord, FlagRecord

_KEEP_ANSWER = upsert(
    table_of(Answer),
    key=("conversation_id", "episode", "question"),
    changed=("value_sealed", "message_id", "answered_at"),
)
_ADD_FLAG = Prepared(insert(table_of(Flag)))


def replace_answers(
    session: Session, conversation_id: int, episode: int, answers: Mapping[str, tuple[AnswerRecord, bytes]]
) -> None:
    """Store the answers that are new or changed; an older answer to the same question makes way."""
    _KEEP_ANSWER.run(
        session,
        *(
            {
                "conversation_id": conversation_id,
                "episode": episode,
                "question": question,
                "value_sealed": sealed,
                "message_id": answer.message_id,
                "answered_at": answer.at,
            }
            for question, (answer, sealed) in answers.items()
        ),
    )


def add_flags(session: Session, conversation_id: int, episode: int, version: str, flags: Iterable[FlagRecord]) -> None:
    """Store red flags as raised."""
    _ADD_FLAG.run(
        session,
        *(
            {
                "conversation_id": conversation_id,
                "episode": episode,
                "code": flag.code,
                "tier": flag.tier,
                "rule": flag.rule,
                "source": flag.source,
                "certainty": str(flag.certainty.value),
                "evidence": [list(piece) for piece in flag.evidence],
                "protocol_version": version,
                "raised_at": flag.at,
            }
            for flag in flags
        ),
    )


def flags_of(session: Session, conversation_id: int) -> list[Flag]:
    """Every flag of a conversation, in order, for a page."""
    return list(session.scalars(select(Flag).where(Flag.conversation_id == conversation_id).order_by(Flag.id)))


def answers_of(session: Session, conversation_id: int, episode: int) -> list[Answer]:
    """The answers of one episode, in the order they were given."""
    return list(
        session.scalars(
            select(Answer)
            .where(Answer.conversation_id == conversation_id, Answer.episode == episode)
            .order_by(Answer.answered_at, Answer.id)
        )
    )


def add_unknown_phrase(
    session: Session, *, contact_id: int, message_id: int, question: str, sealed: bytes, at: datetime
) -> None:
    """Keep a phrase that was not understood; once per text."""
    session.execute(
        insert_new(session, UnknownPhrase).values(
            contact_id=contact_id, message_id=message_id, question=question, phrase_sealed=sealed, at=at
        )
    )


def unknown_phrases(session: Session) -> list[UnknownPhrase]:
    """Every phrase that was not understood."""
    return list(session.scalars(select(UnknownPhrase).order_by(UnknownPhrase.id)))
