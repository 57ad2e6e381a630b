"""Doubts: a POSSIBLE danger sign is asked about with one plain Y/N question (PROTOCOL 3.1 `clarify_flag`).

YES, not sure and silence make it true at its tier; only a clear NO lets the conversation go on. The same code with new
words after a NO on the same day is true at once.
"""

from datetime import timedelta

from conversations import interview
from conversations.assessment import assess, doubts
from conversations.case import certainties, record_of, regraded
from conversations.events import Priority
from conversations.flagging import Finding, Tier
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.findings import Certainty

SAME_DAY = timedelta(hours=24)


def ask_next_doubt(turn: Turn) -> bool:
    """Ask about the most urgent doubt; say whether the turn is dealt with. A doubt denied earlier today is true by now."""
    pending = doubts(turn)
    for finding in pending:
        denied_at = turn.state.cleared.get(finding.code)
        if denied_at is not None and turn.now - denied_at < SAME_DAY:
            make_true(turn, finding)
            return True
    if not pending:
        return False
    if turn.is_quiet:
        for finding in pending:
            if turn.once_in(f"doubt_shown:{finding.code}", 24 * 60):
                turn.ticket("doubt", Priority.URGENT, finding.code)
        return True
    if turn.state.question != "clarify_flag":
        turn.change(interrupted=turn.state.question, resume=turn.state.place)
    turn.change(doubt=pending[0].code)
    turn.forget_tries("clarify_flag")
    interview.ask(turn, "clarify_flag", instead=_wording(turn, pending[0]))
    return True


def _wording(turn: Turn, finding: Finding) -> str:
    """A long-known thing is asked whether it changed; anything else has its code's own question."""
    known = certainties(turn.state)
    if any(known.get(name) is Certainty.LONG_STANDING for name in finding.facts):
        return "clarify.changed"
    return f"clarify.{finding.code}"


def open_doubt(turn: Turn) -> Finding | None:
    """The finding that the open question asks about."""
    return next((finding for finding in turn.judgement().doubts if finding.code == turn.state.doubt), None)


def make_true(turn: Turn, finding: Finding) -> None:
    """Count a doubt as a flag at its tier, act on it, and go on with what it interrupted."""
    turn.state = regraded(turn.state, finding.facts, Certainty.DEFINITE)
    leave(turn)
    confirmed = record_of(finding, turn.state, turn.now, source="free_text")
    told = assess(turn, source="free_text", confirmed=confirmed)
    if told or finding.tier is Tier.EMERGENCY:
        resume_after_flag(turn)
    elif not ask_next_doubt(turn):
        interview.go_on(turn)


def deny(turn: Turn, finding: Finding) -> None:
    """A clear NO: not a flag. Log it and go on (3.1); `self_harm` still means a visit and a note to staff (4.21, row 24b)."""
    changed_asked = _wording(turn, finding) == "clarify.changed"
    turn.change(cleared={**turn.state.cleared, finding.code: turn.now})
    lowered = Certainty.UNCHANGED if changed_asked else Certainty.EXCLUDED
    turn.state = regraded(turn.state, finding.facts, lowered)
    if finding.code == "self_harm":
        turn.note_fact("wellbeing_check", source="free_text")
        turn.ticket("wellbeing_check", Priority.SAME_DAY, "wellbeing_check")
    leave(turn)
    if assess(turn, source="free_text"):
        resume_after_flag(turn)
    elif not ask_next_doubt(turn):
        resume(turn)


def leave(turn: Turn) -> None:
    """Put the interrupted question back, unasked."""
    if turn.state.question == "clarify_flag":
        turn.open_question(turn.state.interrupted, turn.state.resume or Place.NEW)
    turn.change(doubt=None, interrupted=None, resume=None)


def resume_after_flag(turn: Turn) -> None:
    """After a flag's text: the next safety question if the case is urgent, nothing if it is an emergency."""
    if turn.state.question == "safe_to_call" or turn.is_at_least(Disposition.EMERGENCY):
        return
    if not ask_next_doubt(turn):
        interview.go_on(turn)


def resume(turn: Turn) -> None:
    """Ask the interrupted question again, or what is due."""
    question = turn.state.question
    if question is None and turn.state.disposition is not None and not interview_is_running(turn):
        interview.introduce(turn)
        turn.say("command.ok_thanks")
    elif question is None or question in interview_keys(turn):
        interview.go_on(turn)
    else:
        interview.ask(turn, question)


def interview_keys(turn: Turn) -> set[str]:
    """The questions whose order the protocol decides."""
    return {step.ask for step in turn.protocol.logic.interview} | {"med_safety", "blood_thinner"}


def interview_is_running(turn: Turn) -> bool:
    """Is something of the interview still due?"""
    return interview.next_step(turn, turn.values()) is not None
