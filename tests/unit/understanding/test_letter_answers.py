"""Replies to letter questions, by PROTOCOL 2.4 and as people really write them."""

from datetime import date

import pytest

from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.letter_answers import read_letters

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("a, c", "AC"),
        ("AC", "AC"),
        ("B y D", "BD"),
        ("E & F", "EF"),
        ("a/b", "AB"),
        ("C.", "C"),
        ("a", "A"),
        ("letters B D", "BD"),
        ("yes A and B", "AB"),
        ("F and only F", "F"),
        ("just F only when i sit", "F"),
        ("la E", "E"),
        ("la E me cai de la escalera", "E"),
        ("E fue un tropezon en la acera", "E"),
        ("E, but i didnt fall, i twisted with the couch", "E"),
        ("presion alta, la B", "B"),
        ("took 2 advil at lunch, guess thats E", "E"),
        ("none B", "B"),
        ("A none", "A"),
        ("A no B no C yes", "C"),
        ("The last one. Left foot, feels asleep", "F"),
        ("all", "ABCDEF"),
        ("yes all", "ABCDEF"),
        ("everything", "ABCDEF"),
        ("todas", "ABCDEF"),
        ("A and Z", "A"),
    ],
)
def test_letters_set_apart_are_letters(text: str, letters: str) -> None:
    answer = read_letters(text, "ABCDEF")
    assert (answer.kind, "".join(answer.letters)) == (AnswerKind.LETTERS, letters)


@pytest.mark.parametrize("text", ["c and e i guess", "maybe b a lil? hard to tell", "creo q la f pero no estoy segura"])
def test_not_sure_beside_a_letter_selects_the_letter(text: str) -> None:
    answer = read_letters(text, "ABCDEF")
    assert answer.kind is AnswerKind.LETTERS
    assert answer.unsure_letters


@pytest.mark.parametrize(
    "text",
    [
        "I have a fever",
        "I have a bad back",
        "A mi me duele la espalda",
        "a veces se me duerme el pie",
        "que es la B",
        "what does B mean",
        "bad",
        "vitamin D every day",
        "hep c since 2010",
        "c section 3 weeks ago",
        "si camino me duele",
        "👍",
    ],
)
def test_a_sentence_is_never_read_as_letters(text: str) -> None:
    assert read_letters(text, "ABCDEFGH").kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "None.",
        "no",
        "nope not me",
        "nah none of em",
        "nun of those",
        "n/a",
        "0",
        "zero of those",
        "none for him",
        "nothing like that",
        "ugh fine. none",
        "none. just the muscle",
        "none thank god",
        "No. No. No.",
        "no to all",
        "todas no",
        "no ps ninguna",
        "no, ninguna de esas cosas",
        "nada d eso",
        "no tengo nada de eso",
        "I don't have any of these",
        "nothing on that list, im a PT so i know what youre fishing for lol",
        "tubes tied so def not pregnant. none",
    ],
)
def test_none_is_understood_in_every_human_form(text: str) -> None:
    assert read_letters(text, "ABCDEFGH").kind is AnswerKind.NONE


@pytest.mark.parametrize(
    "text",
    [
        "no fever",
        "no fever no numbness",
        "im peeing fine and walking fine",
        "orino bien y camino bien",
        "i dont have weak bones that i know of",
        "nothing helps",
        "none of my meds work",
        "tried to pee, nothing",
        "no i cant feel my foot",
        "no siento nada",
        "no thanks",
    ],
)
def test_a_partial_denial_never_passes_a_screen(text: str) -> None:
    assert read_letters(text, "ABCDEFGH").kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    "text", ["not sure", "idk", "no se", "la verdad no se", "?", "maybe", "un poco", "none i think"]
)
def test_not_sure_without_a_letter_is_not_sure(text: str) -> None:
    assert read_letters(text, "ABCDEF").kind is AnswerKind.NOT_SURE


@pytest.mark.parametrize("text", ["yes", "Y", "si", "sí", "yep", "some of them"])
def test_yes_without_a_letter_asks_which(text: str) -> None:
    assert read_letters(text, "ABCDEF").kind is AnswerKind.YES


@pytest.mark.parametrize("text", ["G", "z", "X and Z"])
def test_letters_that_the_question_has_not_are_out_of_range(text: str) -> None:
    assert read_letters(text, "ABCDEF").kind is AnswerKind.OUT_OF_RANGE


def test_letters_written_together_are_no_word_when_shouted() -> None:
    assert read_letters("AH", "ABCDEFGH").letters == ("A", "H")
    assert read_letters("ah", "ABCDEFGH").kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("type 2 diabetic if thats what ur asking", "F"),
        ("took 2 advil at lunch", "E"),
        ("tengo gastritis a cada rato", "A"),
        ("baby aspirin every morning so C", "C"),
        ("advil sets off my asthma", "D"),
        ("none but i took 2 advil", "E"),
        ("nada, solo aspirina", "C"),
        ("soy diabetica y tengo la presion alta", "BF"),
    ],
)
def test_a_medicine_or_illness_named_is_its_letter(text: str, letters: str) -> None:
    answer = read_answer("med_safety", text, today=TODAY)
    assert (answer.kind, "".join(answer.letters)) == (AnswerKind.LETTERS, letters)


@pytest.mark.parametrize("text", ["can i take 2 tylenol with this", "does coffee really make it worse? im a 5 cup guy"])
def test_a_question_about_medicine_is_no_answer_about_medicine(text: str) -> None:
    assert read_answer("med_safety", text, today=TODAY).kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("D slipped in the lobby, landed on my butt", "D"),
        ("cargando un saco de cemento, nada mas", "E"),
        ("no fall just lifted a couch", "E"),
        ("car accident", "A"),
        ("hit my head", "C"),
        ("D and I take xarelto", "DF"),
    ],
)
def test_what_happened_is_its_letter(text: str, letters: str) -> None:
    answer = read_answer("injury_detail", text, today=TODAY)
    assert (answer.kind, "".join(answer.letters)) == (AnswerKind.LETTERS, letters)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("A. wait no C", "C"),
        ("b, third time this month", "B"),
        ("about 10 days give or take", "D"),
        ("hace una horita, nunca me habia dado", "A"),
        ("first time ever, kicked in an hr ago", "A"),
        ("comes and goes since the summer", "E"),
        ("20 min then gone then back again, all week long", "C"),
        ("ya va pa 3 semanas", "E"),
        ("since monday", "C"),
        ("A, since tuesday", "C"),
        ("2 hours", "C"),
        ("one week", "C"),
        ("yesterday", "C"),
    ],
)
def test_the_longer_spell_is_the_pattern(text: str, choice: str) -> None:
    assert read_answer("pattern", text, today=TODAY).choice == choice


@pytest.mark.parametrize("text", ["this morning", "an hour", "first time", "a while"])
def test_half_an_answer_about_the_spell_is_asked_again(text: str) -> None:
    assert read_answer("pattern", text, today=TODAY).kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("A. ice and advil, no better", "A"),
        ("sobadas y bengay, sigue igual", "A"),
        ("ice helps a little", "B"),
        ("not yet", "C"),
    ],
)
def test_home_care_told_in_words_is_its_letter(text: str, choice: str) -> None:
    assert read_answer("home_tried", text, today=TODAY).choice == choice


@pytest.mark.parametrize(
    "text",
    [
        "B es entre las piernas? no ninguna",
        "la c es debilidad?",
        "is B about the groin?",
        "que es la B",
        "what does F mean",
    ],
)
def test_a_question_about_a_letter_is_not_the_letter(text: str) -> None:
    assert read_answer("screen_nerve", text, today=TODAY).kind is AnswerKind.UNREADABLE


@pytest.mark.parametrize(("text", "letters"), [("B?", ("B",)), ("C maybe?", ("C",)), ("D. is that bad?", ("D",))])
def test_a_letter_with_a_doubt_is_still_the_letter(text: str, letters: tuple[str, ...]) -> None:
    assert read_answer("screen_nerve", text, today=TODAY).letters == letters


@pytest.mark.parametrize(
    "text",
    [
        "none of those honey",
        "nope not a one",
        "none of em baby",
        "not a single one",
        "ni una",
        "ni uno solo",
        "ninguna mi amor",
        "ninguno mi cielo",
    ],
)
def test_none_may_come_with_kind_words(text: str) -> None:
    assert read_answer("screen_nerve", text, today=TODAY).kind is AnswerKind.NONE
