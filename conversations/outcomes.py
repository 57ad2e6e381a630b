"""The texts of the four outcomes, composed for this patient and this moment (PROTOCOL 1, 6, 7).

What a newcomer would get wrong: the pieces and their order are fixed by section 1; which home-care steps are in is data.
"""

from datetime import timedelta

from conversations.case import certainties
from conversations.clinic_view import OfficeView
from conversations.events import Priority, WaitKind
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.findings import Certainty

UNCLEAR_EMERGENCY = "unclear_emergency_screen"


def emergency_body(turn: Turn, code: str) -> str:
    """The EMERGENCY text of one code, in the order of PROTOCOL 1.1."""
    emergency = turn.protocol.logic.emergency
    if code in emergency.own_opening:
        opening = turn.text(f"emergency.opening_{_OWN_OPENING[code]}")
    else:
        opening = turn.text("emergency.opening_or_er" if code in emergency.or_er else "emergency.opening")
    parts = [opening, turn.text("emergency.no_driving")]
    if f"emergency.line.{code}" in turn.protocol.wording[turn.state.lang]:
        parts.append(turn.text(f"emergency.line.{code}"))
    parts.append(turn.text("emergency.alerted" if turn.clinic.alerted else "emergency.closed"))
    text_911 = turn.clinic.text_911_line.get(turn.state.lang)
    if text_911:
        parts.append(text_911)
    parts.append(turn.text("emergency.ack"))
    return " ".join(parts)


_OWN_OPENING = {"self_harm": "self_harm", "overdose_or_poisoning": "overdose", "abuse_or_unsafe": "abuse"}


def tell_emergency(turn: Turn, codes: list[str]) -> None:
    """Send the EMERGENCY text for new codes, most telling first, and hold: no more questions, check-ins or booking."""
    own = [code for code in codes if code in turn.protocol.logic.emergency.own_opening]
    ordinary = [code for code in codes if code not in own]
    for code in own + ordinary[:1]:
        if turn.once_in(f"emergency:{code}", turn.limits.repeat_minutes):
            turn.send(f"emergency.{code}", emergency_body(turn, code), emergency=True)
    for code in codes:
        turn.mark(f"emergency:{code}")
    turn.ticket("red_flag", Priority.EMERGENCY, codes[0])
    turn.change(timers={}, doubt=None, interrupted=None, held=())
    if turn.state.opted_out:
        return
    if turn.state.owner == "bot":
        turn.close_question(Place.EMERGENCY_HOLD)
        turn.wait(WaitKind.EMERGENCY_ACK, timedelta(minutes=turn.limits.emergency_ack_minutes))


def tell_urgent(turn: Turn, code: str) -> None:
    """Send the URGENT text once; check-ins end (PROTOCOL 1.2)."""
    turn.ticket("red_flag", Priority.URGENT, code)
    turn.stop_waiting(WaitKind.CHECKIN_1, WaitKind.CHECKIN_2, WaitKind.CHECKIN_REMINDER, WaitKind.CHECKIN_SILENT)
    if turn.has("urgent_text"):
        return
    turn.mark("urgent_text")
    clinic = turn.clinic
    if clinic.is_open:
        promise = turn.text("urgent.open", minutes=clinic.urgent_minutes, by_time=clinic.contact_by)
    elif clinic.has_on_call:
        promise = turn.text("urgent.on_call", minutes=clinic.on_call_minutes)
    else:
        promise = turn.text("urgent.closed")
    parts = [promise]
    line = f"urgent.line.{code}"
    if line in turn.protocol.wording[turn.state.lang]:
        parts.append(turn.text(line))
    parts += [turn.text("urgent.list_911"), turn.text("urgent.no_new_medicine")]
    turn.send("urgent", " ".join(parts))


def notice_before_urgent(turn: Turn) -> None:
    """A new contact's notice comes first; only an EMERGENCY text goes alone (1.5)."""
    keys = [reply.key for reply in turn.replies]
    if "start.notice" in keys and not any(reply.emergency for reply in turn.replies):
        notice = turn.replies.pop(keys.index("start.notice"))
        turn.replies.insert(0, notice)


def finish_urgent(turn: Turn) -> None:
    """Every safety answer is in: hand over, and ask once for a name (PROTOCOL 1.2)."""
    if turn.has("abuse_text"):
        turn.close_question(Place.URGENT_HANDOFF)
        return
    if turn.has("urgent_thanked"):
        turn.close_question(Place.URGENT_HANDOFF)
        return
    turn.mark("urgent_thanked")
    turn.open_question("caller_name", Place.URGENT_HANDOFF)
    turn.mark("caller_name_asked")
    turn.send("urgent.thanks", f"{turn.text('urgent.thanks')} {turn.text('question.caller_name')}")


def tell_unsafe(turn: Turn) -> None:
    """The short neutral text of PROTOCOL 4.25 in place of all others; nothing follows by itself."""
    turn.mark("abuse_text")
    turn.mark("urgent_text")
    turn.ticket("red_flag", Priority.URGENT, "abuse_or_unsafe")
    turn.change(timers={}, doubt=None, interrupted=None)
    if turn.is_quiet:
        return
    turn.open_question("safe_to_call", Place.URGENT_HANDOFF)
    turn.say("abuse.ask")


def how_to_book(turn: Turn, office: OfficeView | None = None) -> str:
    """Phone, link and hours of an office; of a group whose office is not chosen yet, its phone."""
    if office is None and len(turn.clinic.offices) == 1:
        office = turn.clinic.offices[0]
    if office is not None:
        hours = office.hours[turn.state.lang]
        return turn.text("book.how", link=office.booking_link, phone=office.phone, hours=hours)
    return turn.text("book.how_offices")


def chosen_office(turn: Turn) -> OfficeView | None:
    """The office that the patient picked, if there is a choice."""
    answer = turn.state.answers.get("office")
    if answer is None or not answer.value.isdigit():
        return None
    return turn.clinic.offices[int(answer.value) - 1]


def tell_booking(turn: Turn) -> None:
    """Send the booking prompt of the outcome BOOK (PROTOCOL 1.3)."""
    turn.mark("book_told")
    key = "book.outcome"
    if turn.state.reason == "home_care_failed" and turn.state.priority == "routine":
        key = "checkin.same"
    elif turn.state.reason == "out_of_area":
        key = "book.out_of_area"
    elif turn.state.priority == "soon":
        key = "book.soon"
    parts = [turn.text(key, how_to_book=how_to_book(turn, chosen_office(turn)))]
    if turn.clinic.same_day_visits:
        parts.append(turn.text("book.same_day"))
    if turn.state.reason != "out_of_area":
        parts.append(turn.text("book.tips_line"))
    parts.append(turn.text("book.safety_net"))
    turn.send(key, " ".join(parts))
    if turn.state.reason == "wellbeing_check":
        turn.ticket("wellbeing_check", Priority.SAME_DAY, "wellbeing_check")


def tell_home_care(turn: Turn) -> None:
    """Send the home-care steps that are allowed for this patient, then when to stop (PROTOCOL 7)."""
    turn.mark("care_told")
    known = dict(turn.values())
    for name, condition in turn.protocol.logic.care_derived.items():
        if condition.holds(known):
            known[name] = True
    steps = [care.step for care in turn.protocol.logic.care if care.when.holds(known)]
    if "otc_nsaid" in steps:
        turn.mark("nsaid_line_sent")
    booked = turn.state.disposition is Disposition.BOOK
    body = [turn.text("care.intro_book" if booked else "care.intro")]
    body += [turn.text(f"care.step.{step}") for step in steps]
    turn.send("care.steps", "\n".join(body))
    turn.send("care.stop_when", " ".join(turn.text(f"care.{part}") for part in ("stop_when", "call_911", "any_time")))


def end_home_care_with_its_question(turn: Turn) -> None:
    """The home-care text ends with the check-in question (PROTOCOL 8): one text instead of two."""
    keys = [reply.key for reply in turn.replies]
    if keys[-2:] == ["care.stop_when", "question.checkin_consent"]:
        question = turn.replies.pop()
        last = turn.replies.pop()
        turn.send(last.key, f"{last.body} {question.body}")


def say_when_a_person_answers(turn: Turn, key: str) -> None:
    """Tell truly when a person will answer what is not urgent; `key` names a pair of texts, for open and for closed hours."""
    clinic = turn.clinic
    if clinic.is_open:
        turn.say(f"{key}open", by_time=clinic.person_by)
    else:
        turn.say(f"{key}closed", by_time=clinic.person_by, opens=clinic.next_open or clinic.person_by)


def resting_place(turn: Turn) -> Place:
    """The state of a case in which nothing is being asked."""
    state = turn.state
    match state.disposition:
        case Disposition.EMERGENCY:
            return Place.EMERGENCY_HOLD
        case Disposition.URGENT:
            return Place.URGENT_HANDOFF
        case _ if turn.has("recovered"):
            return Place.RECOVERED
        case Disposition.BOOK:
            return Place.SELF_CARE_ACTIVE if turn.has("care_told") else Place.BOOK_OFFERED
        case Disposition.SELF_CARE:
            return Place.SELF_CARE_ACTIVE
        case _:
            return state.place


def has_open_doubt(turn: Turn) -> bool:
    """Is anything still in doubt?"""
    return any(certainty is Certainty.POSSIBLE for certainty in certainties(turn.state).values())
