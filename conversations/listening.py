"""A patient's text, from its first reading to what is said back: the order of work of PROTOCOL 2.1."""

from datetime import timedelta

from conversations import answering, checkins, doubts, interview, outcomes, sidetalk
from conversations.assessment import assess
from conversations.episodes import hear_about_another, new_episode, take_same_person
from conversations.events import PhraseNotUnderstood, Priority, Reply, TextReceived, WaitKind
from conversations.hearing import hear, names_another_person
from conversations.screening import read_text
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.command_kinds import Command, CommandKind
from conversations.understanding.commands import read_command
from conversations.understanding.findings import Certainty, Reading

# Notes are heard for danger signs only: a score in a note is for the doctor and does not reopen the interview.
_NOTES = ("doctor_note", "caller_name", "office", "checkin_consent", "safe_to_call", "clarify_flag", "confirm_stop")
_CHECKINS = ("checkin_1", "checkin_2")
_TAKEN_EARLY = frozenset(
    ("screen_nerve", "screen_emergency", "screen_risk", "injury_detail", "age", "area_severity", "pattern", "onset")
) | frozenset(("function", "home_tried", "med_safety", "blood_thinner", "severity_now"))


def receive(turn: Turn, event: TextReceived) -> None:
    """Deal with one text."""
    if turn.state.place is Place.CLOSED and not turn.state.opted_out:
        new_episode(turn, subject=None)
    if turn.state.started_at is None:
        turn.change(started_at=turn.now)
    command = read_command(event.body)
    if command.kind is CommandKind.OPT_OUT and not turn.state.opted_out:
        _opt_out(turn, event.body)
        return
    reading = read_text(event.body, today=turn.today)
    _follow_language(turn, reading, command)
    if names_another_person(turn, reading) and hear_about_another(turn, reading):
        return
    answer = _answer(turn, event.body)
    source = _source(turn)
    stated = hear(turn, reading, source=source, fill=turn.state.question not in _NOTES)
    outcome = _take_early(turn, answer, command, reading)
    told = assess(turn, source="screen" if outcome is answering.ANSWERED else source)
    if told:
        _after_flag(turn, event, command)
        return
    if command.kind is CommandKind.OPT_OUT_PHRASE:
        _opt_out(turn, event.body)
    elif turn.state.opted_out:
        if command.kind is CommandKind.START:
            sidetalk.opt_in(turn)
        else:
            doubts.ask_next_doubt(turn)
    elif turn.state.owner != "bot":
        doubts.ask_next_doubt(turn)
    else:
        _Reply(turn, event, command, reading, answer, outcome, stated).give()


def _opt_out(turn: Turn, words: str) -> None:
    """An opt-out while a doubt is open leaves the doubt true at its tier: staff phone (2.1)."""
    finding = doubts.open_doubt(turn) if turn.state.question == "clarify_flag" else None
    sidetalk.opt_out(turn, words)
    if finding is not None:
        doubts.make_true(turn, finding)
        turn.change(place=Place.OPTED_OUT)


def _after_flag(turn: Turn, event: TextReceived, command: Command) -> None:
    """A flag's text went out: then an opt-out in other words is recorded, otherwise an urgent case goes on with its screens."""
    if command.kind is CommandKind.OPT_OUT_PHRASE:
        sidetalk.opt_out(turn, event.body)
    elif not turn.is_quiet:
        doubts.resume_after_flag(turn)
    if turn.state.opted_out:
        turn.change(place=Place.OPTED_OUT)
    _notice_before_urgent(turn)


def _notice_before_urgent(turn: Turn) -> None:
    """A new contact's notice comes first; only an EMERGENCY text goes alone (1.5)."""
    keys = [reply.key for reply in turn.replies]
    if "start.notice" in keys and not any(reply.emergency for reply in turn.replies):
        notice = turn.replies.pop(keys.index("start.notice"))
        turn.replies.insert(0, notice)


def _source(turn: Turn) -> str:
    if turn.state.question in (*_CHECKINS, "whats_new", "severity_now"):
        return "check_in"
    return "note" if turn.state.question == "doctor_note" else "free_text"


def _follow_language(turn: Turn, reading: Reading, command: Command) -> None:
    lang = command.lang if command.kind is CommandKind.LANGUAGE else reading.lang
    if lang in turn.clinic.languages:
        turn.language_heard = True
        turn.change(lang=lang)


def _answer(turn: Turn, body: str) -> Answer | None:
    question = turn.state.question
    if question is None:
        return None
    if question == "age" and turn.has("age_group_asked"):
        grouped = read_answer("age_group", body, today=turn.today, lang=turn.state.lang)
        if grouped.kind is not AnswerKind.UNREADABLE:
            return grouped
    offices = tuple(office.name for office in turn.clinic.offices)
    return read_answer(question, body, today=turn.today, lang=turn.state.lang, offices=offices)


def _take_early(
    turn: Turn, answer: Answer | None, command: Command, reading: Reading
) -> answering.Outcome | None:
    """Letters and numbers count together with the words of the same text, before the case is assessed."""
    question = turn.state.question
    if answer is None or question not in _TAKEN_EARLY:
        return None
    if question == "area_severity" and answer.kind is AnswerKind.UNREADABLE and interview.is_answered(turn.state, question):
        return answering.ANSWERED
    return answering.take(turn, turn.protocol.question(question), answer)


class _Reply:
    """What is said to a text that raised nothing: doubt, hold, command, question, or the quiet after an outcome."""

    def __init__(
        self,
        turn: Turn,
        event: TextReceived,
        command: Command,
        reading: Reading,
        answer: Answer | None,
        outcome: answering.Outcome | None,
        stated: bool,
    ) -> None:
        self.turn = turn
        self.event = event
        self.command = command
        self.reading = reading
        self.answer = answer
        self.outcome = outcome
        self.stated = stated

    def give(self) -> None:
        """Say it; after hours of silence in the middle of the interview, a line of recap comes first."""
        before = len(self.turn.replies)
        recap = self._recap_key()
        self._give()
        if recap is not None and len(self.turn.replies) > before:
            body = self.turn.text(recap)
            first = self.turn.replies[before]
            self.turn.replies[before] = first
            self.turn.replies.insert(before, Reply(key=recap, body=body))

    def _recap_key(self) -> str | None:
        state = self.turn.state
        if state.last_text_at is None or state.question is None or state.question not in _TAKEN_EARLY:
            return None
        if self.turn.now - state.last_text_at < timedelta(minutes=self.turn.limits.recap_minutes):
            return None
        return "wait.recap_stale" if interview.refresh_stale_screens(self.turn) else "wait.recap"

    def _give(self) -> None:
        turn = self.turn
        if turn.state.question == "clarify_flag":
            self._answer_doubt()
        elif self._ask_doubt():
            return
        elif self.reading.lang == "other" and not self.stated and self.outcome is not answering.ANSWERED:
            self._unknown_language()
        elif self.command.kind is CommandKind.OPT_OUT_UNSURE and turn.state.question != "confirm_stop":
            turn.change(interrupted=turn.state.question)
            interview.ask(turn, "confirm_stop")
        elif turn.state.place is Place.EMERGENCY_HOLD:
            self._hold()
        elif turn.state.question is not None:
            self._answer_question()
        elif turn.state.place is Place.URGENT_HANDOFF:
            self._urgent_handoff()
        else:
            self._without_question()

    # --- an open doubt

    def _ask_doubt(self) -> bool:
        """Ask about a doubt; a note for the doctor that raised it is kept as the note it is."""
        turn = self.turn
        was = turn.state.question
        asked = doubts.ask_next_doubt(turn)
        if asked and was == "doctor_note" and self.command.kind is CommandKind.NONE:
            turn.note_answer("doctor_note", self.event.body)
        return asked

    def _answer_doubt(self) -> None:
        turn = self.turn
        finding = doubts.open_doubt(turn)
        if finding is None:
            doubts.leave(turn)
            doubts.resume(turn)
            return
        kind = self.answer.kind if self.answer is not None else AnswerKind.UNREADABLE
        if kind is AnswerKind.NO:
            doubts.deny(turn, finding)
        elif kind in (AnswerKind.YES, AnswerKind.NOT_SURE):
            doubts.make_true(turn, finding)
        elif turn.count("clarify_flag:unreadable") >= answering.GIVE_UP_AFTER:
            doubts.make_true(turn, finding)
        else:
            turn.effects.append(PhraseNotUnderstood(question="clarify_flag"))
            turn.say("reask.clarify")

    # --- holds

    def _hold(self) -> None:
        turn = self.turn
        if self.command.kind is CommandKind.OK:
            turn.stop_waiting(WaitKind.EMERGENCY_ACK)
            turn.mark("emergency_acknowledged")
            if turn.clinic.alerted:
                turn.say("hold.ok")
            else:
                turn.say("hold.ok_closed", opens=turn.clinic.next_open or turn.clinic.person_by)
        elif turn.once_in("hold_line", turn.limits.repeat_minutes):
            own = {flag.code for flag in turn.state.flags}
            turn.say("hold.short_988" if "self_harm" in own else "hold.short_911")
        interview.introduce(turn)

    def _urgent_handoff(self) -> None:
        turn = self.turn
        if self.command.kind is CommandKind.SIDE_QUESTION and self.command.topic == "hotlines":
            turn.say("abuse.hotlines")
        elif self.command.kind is CommandKind.PERSON:
            sidetalk.ask_for_person(turn)
        elif turn.once_in("handoff_line", turn.limits.repeat_minutes):
            turn.say("urgent.already")

    # --- an open question

    def _answer_question(self) -> None:
        turn = self.turn
        question = turn.state.question
        assert question is not None
        if question in _TAKEN_EARLY:
            self._interview_answer(question)
        elif question in _CHECKINS:
            self._check_in(question)
        else:
            self._other_answer(question)

    def _interview_answer(self, question: str) -> None:
        turn = self.turn
        assert self.outcome is not None
        key = turn.protocol.question(question)
        if self.outcome.taken is answering.Taken.ANSWERED:
            self._go_on_with_request()
            return
        if self.outcome.taken is answering.Taken.ASK_AGAIN:
            interview.ask(turn, question, instead=self.outcome.reask)
            return
        if self.command.kind is CommandKind.BACK and question != "area_severity":
            sidetalk.back(turn)
            return
        if self.command.kind is CommandKind.RESTART:
            sidetalk.restart(turn)
            return
        if self.event.num_media or not any(character.isalnum() for character in self.event.body):
            interview.ask(turn, question, instead="reask.type_words")
            return
        if interview.is_answered(turn.state, question):
            interview.go_on(turn)
            return
        aside = self._aside()
        if turn.state.question != question or turn.state.place in (Place.CLOSED, Place.OPTED_OUT):
            return
        result = answering.misread(turn, key, aside=aside, body_reask=_reask_key(turn, question, self.answer))
        if result.taken is answering.Taken.ANSWERED:
            self._given_up(question)
        else:
            self._repeat(question, result.reask or None)

    def _repeat(self, question: str, reask: str | None) -> None:
        """Ask again; after a re-ask line of a letter screen the screen itself is not sent a second time."""
        if reask is None and question == "age" and self.turn.has("age_group_asked"):
            reask = "question.age_group"
        interview.ask(self.turn, question, instead=reask)

    def _given_up(self, question: str) -> None:
        turn = self.turn
        told = assess(turn, source="screen")
        if told:
            doubts.resume_after_flag(turn)
            _notice_before_urgent(turn)
        elif question == "med_safety" and turn.state.disposition is Disposition.BOOK:
            turn.ticket("incomplete_screen", Priority.SAME_DAY, "incomplete_screen")
            interview.ask_after_outcome(turn)
        else:
            interview.go_on(turn)

    def _go_on_with_request(self) -> None:
        """The answer is in; a wish in the same text is met before the next question."""
        if self.command.kind is CommandKind.PERSON:
            sidetalk.ask_for_person(self.turn)
        elif self.command.kind is CommandKind.BOOK and self.turn.state.disposition is None:
            sidetalk.offer_booking(self.turn)
        interview.go_on(self.turn)

    def _aside(self) -> bool:
        """Deal with a text that is no answer; say whether it was a command, question, thanks or stated fact."""
        if self.command.kind is CommandKind.SIDE_QUESTION and self.command.topic == "other" and self.stated:
            return True
        return sidetalk.obey(self.turn, self.command) or self.stated

    def _check_in(self, question: str) -> None:
        turn = self.turn
        answer = self.answer
        choice = answer.choice if answer is not None else None
        if choice is None and answer is not None and answer.kind is AnswerKind.NOT_SURE:
            choice = "same"
        if choice is None:
            choice = self._course()
        if choice is not None:
            checkins.take(turn, choice)
            return
        aside = self._aside()
        if turn.state.question != question:
            return
        result = answering.misread(turn, turn.protocol.question(question), aside=aside, body_reask="reask.checkin")
        if result.taken is answering.Taken.ANSWERED:
            turn.ticket("incomplete_screen", Priority.ROUTINE, "incomplete_screen")
            checkins.take(turn, "same")
        else:
            interview.ask(turn, question, instead=result.reask or None)

    def _course(self) -> str | None:
        """The course a text tells: the nearest check-in letter (8)."""
        if self.command.kind is CommandKind.RECOVERED:
            return "gone"
        course = self.reading.slots.better_same_worse
        return course if course in ("better", "same", "worse") else None

    def _other_answer(self, question: str) -> None:
        turn = self.turn
        answer = self.answer
        kind = answer.kind if answer is not None else AnswerKind.UNREADABLE
        match question:
            case "same_person":
                take_same_person(turn, kind)
            case "confirm_stop":
                self._confirm_stop(kind)
            case "checkin_consent" if kind in (AnswerKind.YES, AnswerKind.NO):
                checkins.take_consent(turn, granted=kind is AnswerKind.YES)
                interview.ask_after_outcome(turn)
            case "office" if answer is not None and answer.choice is not None:
                self._choose_office(answer.choice)
            case "office" if kind is AnswerKind.NOT_SURE:
                turn.mark("gave_up:office")
                interview.ask_after_outcome(turn)
            case "safe_to_call":
                self._safe_to_call(kind)
            case "whats_new":
                checkins.whats_new_told(turn)
            case "caller_name":
                self._caller_name(answer)
            case "doctor_note":
                self._doctor_note()
            case _:
                self._not_an_answer(question)

    def _not_an_answer(self, question: str) -> None:
        turn = self.turn
        handled = sidetalk.obey(turn, self.command)
        if turn.state.question != question or turn.state.place is Place.CLOSED:
            return
        if question == "checkin_consent":
            if not handled or not turn.replies:
                self._without_question()
            return
        result = answering.misread(
            turn, turn.protocol.question(question), aside=handled or self.stated, body_reask=f"reask.{question}"
        )
        if result.taken is answering.Taken.ANSWERED:
            interview.ask_after_outcome(turn)
        else:
            interview.ask(turn, question, instead=result.reask or None)

    def _confirm_stop(self, kind: AnswerKind) -> None:
        turn = self.turn
        interrupted = turn.state.interrupted
        turn.open_question(interrupted)
        turn.change(interrupted=None)
        if kind is AnswerKind.YES:
            _opt_out(turn, self.event.body)
            return
        if kind is not AnswerKind.NO:
            turn.ticket("opt_out_unclear", Priority.ROUTINE, "opt_out_unclear")
        sidetalk.ask_open_question_again(turn)

    def _choose_office(self, digit: str) -> None:
        turn = self.turn
        turn.note_answer("office", digit)
        office = outcomes.chosen_office(turn)
        if office is not None:
            turn.say(
                "book.office_chosen",
                office=office.name,
                address=office.address,
                link=office.booking_link,
                phone=office.phone,
                hours=office.hours[turn.state.lang],
            )
        interview.ask_after_outcome(turn)

    def _safe_to_call(self, kind: AnswerKind) -> None:
        turn = self.turn
        if self.command.kind is CommandKind.SIDE_QUESTION and self.command.topic == "hotlines":
            turn.say("abuse.hotlines")
            return
        reading = {AnswerKind.YES: "yes", AnswerKind.NO: "no"}.get(kind, "time")
        turn.note_answer("safe_to_call", reading)
        turn.close_question(Place.URGENT_HANDOFF)
        turn.say(f"abuse.{reading}")
        if reading == "yes":
            turn.say("abuse.hotlines")

    def _caller_name(self, answer: Answer | None) -> None:
        turn = self.turn
        if self.command.kind in (CommandKind.TIPS, CommandKind.PERSON, CommandKind.BOOK, CommandKind.HELP, CommandKind.RESTART):
            turn.close_question(outcomes.resting_place(turn))
            sidetalk.obey(turn, self.command)
            return
        if answer is not None and answer.text:
            turn.note_answer("caller_name", answer.text)
        turn.close_question(outcomes.resting_place(turn))
        if turn.is_at_least(Disposition.URGENT):
            turn.mark("handoff_line")
            turn.say("urgent.already")
        elif self.command.kind is CommandKind.SIDE_QUESTION:
            sidetalk.obey(turn, self.command)
        else:
            turn.say("command.ok_thanks")

    def _doctor_note(self) -> None:
        turn = self.turn
        kind = self.command.kind
        if kind in (CommandKind.OK, CommandKind.THANKS, CommandKind.GREETING):
            turn.say("command.ok_thanks")
            return
        if kind in (CommandKind.TIPS, CommandKind.PERSON, CommandKind.BOOK, CommandKind.HELP, CommandKind.RESTART, CommandKind.SIDE_QUESTION):
            sidetalk.obey(turn, self.command)
            return
        if kind is CommandKind.WRONG_NUMBER:
            sidetalk.wrong_number(turn)
            return
        turn.note_answer("doctor_note", self.event.body)
        turn.say("book.note_saved")
        interview.ask_after_outcome(turn)

    # --- no question is open

    def _unknown_language(self) -> None:
        turn = self.turn
        if turn.state.disposition is None:
            turn.change(reason="incomplete_screen")
        turn.ticket("unknown_language", Priority.URGENT, "incomplete_screen")
        if turn.once_in("unknown_language_text", 60):
            turn.say("system.unknown_language")

    def _without_question(self) -> None:
        turn = self.turn
        if turn.state.place is Place.NEW or turn.state.disposition is None:
            self._begin()
        elif self.command.kind is CommandKind.RECOVERED and turn.state.place is Place.SELF_CARE_ACTIVE:
            checkins.recover(turn)
        elif turn.state.place is Place.RECOVERED and self._is_complaint():
            checkins.came_back(turn)
        elif turn.has("care_told") and self._course() == "worse":
            checkins.take(turn, "worse")
        elif self.command.kind in (CommandKind.THANKS, CommandKind.OK, CommandKind.GREETING):
            turn.say("command.ok_thanks")
        elif sidetalk.obey(turn, self.command):
            return
        elif self._is_complaint() and interview.refresh_stale_screens(turn):
            turn.unmark("book_told", "care_told")
            turn.say("wait.recap_stale")
            interview.go_on(turn)
        else:
            turn.say("command.ok_thanks")

    def _begin(self) -> None:
        """The first words of an episode: any words start it (PRODUCT 4)."""
        turn = self.turn
        interview.introduce(turn)
        sidetalk_first = self.command.kind in (
            CommandKind.BOOK,
            CommandKind.PERSON,
            CommandKind.HELP,
            CommandKind.SIDE_QUESTION,
            CommandKind.LANGUAGE,
        )
        if self.command.kind is CommandKind.WRONG_NUMBER:
            sidetalk.wrong_number(turn)
            return
        if sidetalk_first:
            sidetalk.obey(turn, self.command)
        if self.command.kind is CommandKind.BOOK and not self._is_complaint():
            turn.note_fact("only_booking", source="free_text")
        interview.go_on(turn)

    def _is_complaint(self) -> bool:
        """Does the text tell a symptom?"""
        slots = self.reading.slots
        told = any(mention.certainty is not Certainty.EXCLUDED for mention in self.reading.mentions)
        return told or bool(slots.regions) or slots.severity is not None or slots.recurring is True


def _reask_key(turn: Turn, question: str, answer: Answer | None) -> str:
    if question in ("screen_nerve", "screen_emergency", "screen_risk", "med_safety"):
        return "reask.letters"
    if question in ("onset", "function", "blood_thinner"):
        return "reask.yes_no"
    if question == "area_severity" and "area" in turn.state.answers and question not in turn.state.again:
        return "reask.severity"
    if question == "area_severity" and "severity" in turn.state.answers and question not in turn.state.again:
        return "reask.area"
    if question == "severity_now":
        return "reask.severity"
    return f"reask.{question}"
