"""Words that work anywhere, and side questions: answered as a good front desk would, then the open question again
(PROTOCOL 2.1, 5.4, 9).

Danger signs were dealt with before any of this is looked at.
"""

from conversations import interview, outcomes
from conversations.events import HistoryHidden, Priority
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.commands import Command, CommandKind

# Side questions whose answer is a line of the clinic file where it has one.
_FRONT_DESK = frozenset({"insurance", "price", "parking"})


def ask_open_question_again(turn: Turn) -> None:
    """Ask what is open once more; what the interview decides is asked in its order."""
    question = turn.state.question
    if question is None:
        if turn.state.disposition is None and turn.state.place is not Place.NEW:
            interview.go_on(turn)
        return
    if question in ("doctor_note", "caller_name", "checkin_consent", "safe_to_call"):
        return
    interview.ask(turn, question, instead=_reask_wording(turn, question))


def _reask_wording(turn: Turn, question: str) -> str | None:
    if question == "clarify_flag":
        return f"clarify.{turn.state.doubt}"
    if question == "age" and turn.has("age_group_asked"):
        return "question.age_group"
    return None


def obey(turn: Turn, command: Command) -> bool:
    """Answer a command or side question.

    Say whether it was one that the case allows; the open question is the caller's to repeat.
    """
    match command.kind:
        case CommandKind.HELP:
            turn.say("command.help")
            turn.ticket("help", Priority.ROUTINE, "help")
        case CommandKind.LANGUAGE:
            turn.mark("language_chosen")
            turn.say("command.language_switched")
        case CommandKind.PERSON:
            ask_for_person(turn)
        case CommandKind.BOOK:
            return offer_booking(turn)
        case CommandKind.TIPS:
            return offer_tips(turn)
        case CommandKind.RESTART:
            restart(turn)
        case CommandKind.WRONG_NUMBER:
            wrong_number(turn)
        case CommandKind.SIDE_QUESTION:
            answer_side_question(turn, command.topic or "other")
        case CommandKind.THANKS | CommandKind.OK | CommandKind.GREETING:
            return True
        case _:
            return False
    return True


def ask_for_person(turn: Turn) -> None:
    """Open the staff task and tell truly when; the screens go on (5.4)."""
    urgent = bool(turn.state.flags)
    if turn.once_in("person_ticket", 60):
        turn.ticket("asks_for_person", Priority.URGENT if urgent else Priority.SAME_DAY, "asks_for_person")
    outcomes.say_when_a_person_answers(turn, "command.person_")
    if turn.state.disposition is None:
        turn.say("command.person_continue")


def offer_booking(turn: Turn) -> bool:
    """Send the booking prompt at once; a flag means a person calls instead (1.1, 1.2, 5.4)."""
    if turn.is_at_least(Disposition.URGENT):
        return False
    if "asked_to_book" not in {fact.name for fact in turn.state.facts}:
        turn.note_fact("asked_to_book", source="free_text")
    how = outcomes.how_to_book(turn, outcomes.chosen_office(turn))
    if turn.state.disposition is None:
        turn.say("book.asked", how_to_book=how)
    else:
        turn.send("book.how", how)
    return True


def offer_tips(turn: Turn) -> bool:
    """Home steps on request: only after BOOK or home care, and after fresh screens and the medicine check (1.3)."""
    if turn.is_at_least(Disposition.URGENT) or turn.state.reason == "out_of_area":
        turn.say("command.tips_not_now")
        return True
    if turn.state.disposition is None:
        turn.say("command.tips_first")
        return True
    turn.mark("tips_wanted")
    turn.unmark("care_told")
    interview.refresh_stale_screens(turn)
    interview.go_on(turn)
    return True


def restart(turn: Turn) -> None:
    """Ask all again in the same episode; flags and disposition stay (2.1)."""
    turn.say("command.restarted")
    turn.unmark("book_told", "care_told", "urgent_thanked")
    interview.require_again(
        turn, *(key for key in turn.state.answers if key not in ("area", "severity")), "area_severity"
    )
    turn.change(asked_before=())
    interview.go_on(turn)


def back(turn: Turn) -> bool:
    """Ask the previous question again; its answer so far stays as a fact. Say whether there was one."""
    previous = [key for key in turn.state.asked_before if key != turn.state.question]
    if not previous:
        turn.say("command.back_none")
        return False
    turn.change(asked_before=tuple(key for key in turn.state.asked_before if key != previous[-1]))
    interview.require_again(turn, previous[-1])
    interview.ask(turn, previous[-1])
    return True


def wrong_number(turn: Turn) -> None:
    """Tell staff, hide what was said from this phone; close only when nothing is flagged or in doubt (2.6)."""
    turn.ticket("wrong_number", Priority.ROUTINE, "wrong_number")
    turn.effects.append(HistoryHidden())
    turn.say("command.wrong_number")
    if not turn.state.flags and not outcomes.has_open_doubt(turn):
        turn.close_question(Place.CLOSED)
        turn.change(timers={})


def answer_side_question(turn: Turn, topic: str) -> None:
    """Answer from the clinic file or with a fixed answer (9.2, 9.3); a medicine question also makes a note for staff."""
    lang = turn.state.lang
    if topic == "dose" and turn.once_in("med_question", 24 * 60):
        turn.ticket("med_question", Priority.ROUTINE, "med_question")
    if topic == "complaint" and turn.once_in("complaint", 24 * 60):
        turn.ticket("complaint", Priority.SAME_DAY, "complaint")
    if topic == "hotlines":
        turn.say("abuse.hotlines")
        return
    own = turn.clinic.front_desk.get(topic, {}).get(lang) if topic in _FRONT_DESK else None
    if own:
        turn.send(f"front_desk.{topic}", own)
        return
    key = f"answer.{topic}"
    if key not in turn.protocol.wording[lang]:
        key = "answer.other"
    turn.say(
        key,
        hours=turn.clinic.hours[lang],
        offices="\n".join(f"{office.name}: {office.address}" for office in turn.clinic.offices),
        opens=turn.clinic.next_open or turn.clinic.person_by,
    )
