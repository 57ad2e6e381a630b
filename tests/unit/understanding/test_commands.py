"""Commands in any wording: opt-outs and what only looks like one, and everything else the line is asked for."""

import pytest

from conversations.understanding.commands import CommandKind, read_command


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop.",
        "Stop all",
        "STOPALL",
        "UNSUBSCRIBE",
        "Cancel",
        "end",
        "QUIT!",
        "revoke",
        "optout",
        "opt-out",
        "OPT OUT",
        "alto",
        "Parar!",
    ],
)
def test_a_keyword_that_is_the_whole_text_opts_out(text: str) -> None:
    assert read_command(text).kind is CommandKind.OPT_OUT


@pytest.mark.parametrize(
    "text",
    [
        "pls stop texting me",
        "stop please",
        "ya no me escriban por favor",
        "no mas mensajes",
        "quit texting me at work",
        "remove me from this list",
        "leave me alone",
        "no me manden más mensajes, ya terminé la terapia hace rato",
        "Borren mi numero",
        "stpo",
        "UNSUSCRIBE",
        "dnt txt me no mo",
        "kiero k dejen de mandarme testos",
        "I no longer wish to receive these messages",
        "unsubscribe me pls. trainer beat me up lol but lats are fine now",
    ],
)
def test_an_opt_out_in_other_clear_words_counts(text: str) -> None:
    assert read_command(text).kind is CommandKind.OPT_OUT_PHRASE


@pytest.mark.parametrize(
    "text",
    [
        "i cant stop peeing",
        "please stop the bleeding",
        "please make it stop",
        "when will this end",
        "cancel my appointment",
        "Can I stop icing",
        "no me puedo parar",
        "el dolor no para",
        "my husband wont leave me alone",
        "dont stop texting me",
        "i want to end it",
        "take me off work",
        "take me off the waitlist",
        "no me manden al hospital",
        "i quit smoking",
        "stop by today?",
    ],
)
def test_a_danger_or_a_plain_text_never_unsubscribes_a_patient(text: str) -> None:
    kind = read_command(text).kind
    assert kind not in (CommandKind.OPT_OUT, CommandKind.OPT_OUT_PHRASE, CommandKind.OPT_OUT_UNSURE)


@pytest.mark.parametrize(
    "text", ["cancel please", "i want out", "no more", "stop. i want everything to stop. dont want to wake up tmrw"]
)
def test_a_doubtful_stop_is_asked_about(text: str) -> None:
    assert read_command(text).kind is CommandKind.OPT_OUT_UNSURE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HELP", CommandKind.HELP),
        ("ayuda", CommandKind.HELP),
        ("TIPS", CommandKind.TIPS),
        ("tips please", CommandKind.TIPS),
        ("CITA", CommandKind.BOOK),
        ("Can I get an appointment Thursday afternoon please", CommandKind.BOOK),
        ("low back spasm since sat, do u have anything open tmrw", CommandKind.BOOK),
        ("can i talk to a real person", CommandKind.PERSON),
        ("quiero hablar con una persona por favor", CommandKind.PERSON),
        ("call me", CommandKind.PERSON),
        ("RESTART", CommandKind.RESTART),
        ("back", CommandKind.BACK),
        ("OK", CommandKind.OK),
        ("START", CommandKind.START),
        ("UNSTOP", CommandKind.START),
        ("numero equivocado", CommandKind.WRONG_NUMBER),
        ("thank you so much", CommandKind.THANKS),
        ("buenos dias", CommandKind.GREETING),
        ("ya se me quito", CommandKind.RECOVERED),
    ],
)
def test_what_is_asked_for_is_recognised(text: str, kind: CommandKind) -> None:
    assert read_command(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "low back",
        "my back",
        "HELP i cant breathe",
        "yes",
        "none",
        "neck spasm since monday",
        "i have an appointment tomorrow",
        "my doctor said to rest",
    ],
)
def test_an_answer_or_a_symptom_is_no_command(text: str) -> None:
    assert read_command(text).kind is CommandKind.NONE


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("can i take 2 tylenol with this", "dose"),
        ("heat or ice", "heat_or_ice"),
        ("what do i have", "diagnosis"),
        ("wait do u guys take aetna?", "insurance"),
        ("what are your hours", "hours"),
        ("cual estacion queda mas cerca de ahi", "address"),
        ("is there parking", "parking"),
        ("how long does this take lol", "how_long"),
        ("how long till someone calls", "how_long_wait"),
        ("when will somebody call me", "how_long_wait"),
        ("cuando me van a llamar", "how_long_wait"),
        ("why do u need that", "why_asked"),
        ("B es entre las piernas? no ninguna", "explain_letter"),
        ("no entiendo la pregunta, que es eso de la B", "explain_letter"),
        ("who is this", "robot"),
        ("i need to reschedule my appointment", "reschedule"),
        ("cancel my 2:15 tomorrow", "cancel_visit"),
    ],
)
def test_a_side_question_has_its_topic(text: str, topic: str) -> None:
    command = read_command(text)
    assert (command.kind, command.topic) == (CommandKind.SIDE_QUESTION, topic)


@pytest.mark.parametrize(
    ("text", "lang"), [("ESPANOL", "es"), ("en español por favor", "es"), ("English please", "en")]
)
def test_a_language_switch_names_its_language(text: str, lang: str) -> None:
    command = read_command(text)
    assert (command.kind, command.lang) == (CommandKind.LANGUAGE, lang)


@pytest.mark.parametrize(
    "text",
    [
        "tuve ciatica con el pie dormido hace 5 años, se me quito, ahora es nomas el cuello",
        "its gone but now my leg is numb",
    ],
)
def test_a_recovery_with_something_left_over_is_no_recovery(text: str) -> None:
    assert read_command(text).kind is not CommandKind.RECOVERED


def test_a_good_stretch_is_no_letter_to_explain() -> None:
    assert read_command("what is a good stretch?").kind is CommandKind.NONE


@pytest.mark.parametrize(
    "text", ["just get me a damn appointment", "i need an appt already", "dame una cita pues", "deme cita ya"]
)
def test_a_visit_asked_for_in_temper_is_a_booking(text: str) -> None:
    assert read_command(text).kind is CommandKind.BOOK


def test_to_be_left_alone_later_is_no_sure_opt_out() -> None:
    assert read_command("leave me alone after this, whats wrong with me").kind is CommandKind.OPT_OUT_UNSURE
    assert read_command("leave me alone").kind is CommandKind.OPT_OUT_PHRASE
