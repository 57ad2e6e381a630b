"""Opting out and in again (PROTOCOL 2.1, SMS_FACTS section 4).

One list for everything: an opt-out stops all texts at once, and an open staff task stays open, since staff may still phone.
"""

from conversations import doubts, interview
from conversations.events import ConsentChanged
from conversations.sidetalk import ask_open_question_again
from conversations.state import Place
from conversations.turn import Turn

TWILIO_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})


def opt_out(turn: Turn, words: str) -> None:
    """Record an opt-out; one that comes while a doubt is open leaves the doubt true at its tier: staff phone (2.1)."""
    finding = doubts.open_doubt(turn) if turn.state.question == "clarify_flag" else None
    record_opt_out(turn, words)
    if finding is not None:
        doubts.make_true(turn, finding)
        turn.change(place=Place.OPTED_OUT)


def record_opt_out(turn: Turn, words: str) -> None:
    """Record an opt-out at once: one confirmation, no timers, open staff tasks stay open (PROTOCOL 2.1, SMS_FACTS 4)."""
    if turn.state.opted_out:
        return
    by_carrier = turn.clinic.keyword_mode == "twilio" and "".join(words.lower().split()).strip(".!") in TWILIO_WORDS
    if not by_carrier:
        # Staff owning the thread do not hold this back: it is one of the two exceptions of PRODUCT promise 4.
        turn.send("command.stop_confirmed", turn.text("command.stop_confirmed"), emergency=turn.state.owner != "bot")
    turn.effects.append(ConsentChanged(kind="texts", granted=False))
    turn.change(
        opted_out=True,
        resume=turn.state.resume if turn.state.place is Place.STAFF_OWNED else turn.state.place,
        place=Place.OPTED_OUT,
        interrupted=turn.state.question,
        question=None,
        timers={},
        doubt=None,
    )


def opt_in(turn: Turn) -> None:
    """START or UNSTOP after an opt-out: texting is restored, consent to check-ins is not (SMS_FACTS 4)."""
    turn.effects.append(ConsentChanged(kind="texts", granted=True))
    answers = {key: answer for key, answer in turn.state.answers.items() if key != "checkin_consent"}
    turn.change(opted_out=False, answers=answers, question=turn.state.interrupted, interrupted=None)
    if turn.state.owner == "bot":
        turn.change(place=turn.state.resume or Place.NEW, resume=None)
    else:
        turn.change(place=Place.STAFF_OWNED)
    turn.mark("checkins_over")
    turn.say("command.started")
    interview.refresh_stale_screens(turn)
    ask_open_question_again(turn)
