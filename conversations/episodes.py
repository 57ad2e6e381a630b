"""Episodes: each is about one person, and nothing of one reaches another (PROTOCOL 2.3, 2.6).

What a text says about perhaps another person is held apart until "Is this about the same person?" is answered.
"""

from conversations import interview
from conversations.assessment import assess
from conversations.case import judge
from conversations.events import EpisodeStarted
from conversations.hearing import facts_of
from conversations.state import ConversationState, Fact
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.findings import Reading

_HELD_PERSON = "held_person:"


def new_episode(turn: Turn, *, subject: str | None) -> None:
    """Begin anew: only language, opt-out, the notice and the dates of earlier outcomes carry over."""
    old = turn.state
    outcomes = old.earlier_outcomes
    if (
        old.disposition in (Disposition.BOOK, Disposition.SELF_CARE)
        and old.started_at
        and old.subject in (None, "self")
    ):
        outcomes = (*outcomes, old.started_at)
    turn.state = ConversationState(
        lang=old.lang,
        episode=old.episode + 1,
        opted_out=old.opted_out,
        noticed=old.noticed,
        subject=subject,
        started_at=turn.now,
        earlier_outcomes=outcomes,
    )
    turn.effects.append(EpisodeStarted(number=turn.state.episode))
    note_frequent_episodes(turn)


def note_frequent_episodes(turn: Turn) -> None:
    """Three or more booked or home-care episodes in 90 days: it keeps returning (PROTOCOL 6 note d)."""
    recent = [at for at in turn.state.earlier_outcomes if (turn.now - at).days < turn.limits.repeat_episode_days]
    if len(recent) + 1 >= turn.limits.repeat_episodes:
        turn.note_fact("keeps_returning", source="history")


def hear_about_another(turn: Turn, reading: Reading) -> bool:
    """Hold what a text says about somebody else, and ask whether it is. Say whether the turn is dealt with.

    Danger signs are not held: flags act first, in the episode that is open.
    """
    facts = facts_of(reading, turn.now, turn.message_id, source="free_text")
    if turn.is_quiet or turn.is_at_least(Disposition.URGENT) or turn.state.question == "clarify_flag":
        return False
    if _raises_flag(turn, facts):
        return False
    turn.change(held=facts, interrupted=turn.state.question)
    turn.mark(f"{_HELD_PERSON}{reading.person}")
    interview.ask(turn, "same_person")
    return True


def _raises_flag(turn: Turn, facts: tuple[Fact, ...]) -> bool:
    judgement = judge(turn.protocol, turn.state.but(facts=facts), turn.now)
    return bool(judgement.flags or judgement.doubts)


def take_same_person(turn: Turn, kind: AnswerKind) -> None:
    """Y: what was held joins this episode.

    N: a new episode with all screens. Anything else counts as the same person once asked twice.
    """
    held, interrupted = turn.state.held, turn.state.interrupted
    if kind in (AnswerKind.NO, AnswerKind.NONE):
        person = next(
            (mark.removeprefix(_HELD_PERSON) for mark in turn.state.marks if mark.startswith(_HELD_PERSON)), "other"
        )
        new_episode(turn, subject=person)
        turn.change(facts=held)
        turn.say("same_person.other_started")
        interview.go_on(turn)
        return
    if kind is not AnswerKind.YES and turn.count("same_person:unreadable") < 2:
        interview.ask(turn, "same_person", instead="reask.yes_no")
        return
    turn.change(held=(), interrupted=None, facts=(*turn.state.facts, *held))
    turn.unmark(*(mark for mark in turn.state.marks if mark.startswith(_HELD_PERSON)))
    turn.open_question(interrupted)
    if assess(turn, source="free_text"):
        interview.go_on(turn)
        return
    turn.say("same_person.same_continued")
    if interrupted is not None:
        interview.ask(turn, interrupted)
    elif turn.state.disposition is None:
        interview.go_on(turn)
