"""Ages, yes and no, check-ins, names and offices in replies."""

from datetime import date

import pytest

from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.answers import read_answer

TODAY = date(2026, 11, 21)
YES, NO, NOT_SURE, UNREADABLE = AnswerKind.YES, AnswerKind.NO, AnswerKind.NOT_SURE, AnswerKind.UNREADABLE


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("41", 41, 41),
        ("fifty two", 52, 52),
        ("cuarenta y siete", 47, 47),
        ("3 4", 34, 34),
        ("1991", 34, 35),
        ("soy del 83", 42, 43),
        ("Born 6/14/72", 54, 54),
        ("14 de junio de 1972", 54, 54),
        ("Late 30s", 37, 39),
        ("40s", 40, 49),
        ("im turning 30 next month", 29, 29),
        ("its for my dad, hes gonna be 80 in march", 79, 79),
        ("voy pa los 55", 54, 54),
        ("29 but my back thinks its 80", 29, 29),
        ("tengo 61 pero me siento de 20", 61, 61),
        ("my wife is the one hurting, shes 58", 58, 58),
        ("im 16, my mom said text u from the car", 16, 16),
        ("9 months old", 0, 0),
        ("under 18", 0, 17),
        ("treinti cinco", 35, 35),
    ],
)
def test_an_age_is_read_in_any_spelling(text: str, low: int, high: int) -> None:
    answer = read_answer("age", text, today=TODAY)
    assert (answer.kind, answer.low, answer.high) == (AnswerKind.NUMBER, low, high)


@pytest.mark.parametrize(
    "text", ["old enough to know better", "im 5'9", "over 60", "tengo 8 hijos", "im 30 and shes 50", "two days"]
)
def test_a_number_that_is_no_age_is_not_taken_for_one(text: str) -> None:
    assert read_answer("age", text, today=TODAY).kind is UNREADABLE


def test_an_age_beyond_120_is_out_of_range() -> None:
    assert read_answer("age", "150", today=TODAY).kind is AnswerKind.OUT_OF_RANGE


def test_the_age_group_question_takes_its_digit_or_an_age() -> None:
    assert read_answer("age_group", "3", today=TODAY).choice == "3"
    assert read_answer("age_group", "44", today=TODAY).high == 44


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("clarify_flag", "N", NO),
        ("clarify_flag", "nope just a figure of speech, sorry to scare u", NO),
        ("clarify_flag", "no, not at all, just fed up", NO),
        ("clarify_flag", "no no, eso fue el año pasado y se me quito", NO),
        ("clarify_flag", "si ahorita", YES),
        ("clarify_flag", "kind of?", NOT_SURE),
        ("clarify_flag", "yeah", YES),
        ("same_person", "N, its my husband", NO),
        ("same_person", "si, soy yo", YES),
        ("blood_thinner", "no just aspirin", NO),
        ("checkin_consent", "1", YES),
        ("checkin_consent", "si claro", YES),
        ("checkin_consent", "no thanks", NO),
        ("checkin_consent", "2", NO),
        ("confirm_stop", "si", YES),
        ("function", "yes but i walk like a shrimp", YES),
        ("function", "no i been on the kitchen floor since 6am", NO),
        ("function", "cant get off the couch", NO),
        ("function", "no problem walking", YES),
        ("function", "havent tried im scared to", NOT_SURE),
        ("onset", "poquito a poco fue", NO),
        ("onset", "outta nowhere, bam", YES),
        ("onset", "No it crept up on me over the weekend", NO),
        ("safe_to_call", "NO, tmrw after 4 when im at work", NO),
        ("safe_to_call", "after 5", AnswerKind.TEXT),
    ],
)
def test_yes_and_no_are_read_with_what_comes_along(question: str, text: str, kind: AnswerKind) -> None:
    assert read_answer(question, text, today=TODAY).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "no feeling down there",
        "i dont feel anything",
        "no siento nada",
        "not only numb but weak",
        "no i cant feel it",
        "not anymore",
        "A and C",
    ],
)
def test_a_symptom_that_begins_with_no_does_not_clear_a_doubt(text: str) -> None:
    assert read_answer("clarify_flag", text, today=TODAY).kind is UNREADABLE


@pytest.mark.parametrize("question", ["clarify_flag", "same_person", "blood_thinner"])
def test_a_digit_is_no_yes_where_none_was_offered(question: str) -> None:
    assert read_answer(question, "1", today=TODAY).kind is UNREADABLE


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("A, all gone", "gone"),
        ("B. way better", "better"),
        ("no better", "same"),
        ("not gone", "same"),
        ("igualito", "same"),
        ("anda peor hoy q ayer", "worse"),
        ("up n down. today is a down", "worse"),
        ("still stiff but better", "better"),
        ("went away but came back", "back"),
        ("something new", "new"),
        ("it was a 7 when we started, 4 now", "better"),
        ("B but worse at night", "worse"),
    ],
)
def test_the_most_urgent_word_of_a_check_in_counts(text: str, choice: str) -> None:
    assert read_answer("checkin_1", text, today=TODAY).choice == choice


@pytest.mark.parametrize("text", ["ok", "mañana les digo como sigo, ya me acoste", "good"])
def test_a_check_in_reply_without_a_course_is_asked_again(text: str) -> None:
    assert read_answer("checkin_2", text, today=TODAY).kind is UNREADABLE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rob", "Rob"),
        ("its mike", "Mike"),
        ("my name is Jane Doe", "Jane Doe"),
        ("Carmen, la mama", "Carmen"),
        ("soy Ana", "Ana"),
    ],
)
def test_a_name_is_taken_without_the_words_around_it(text: str, name: str) -> None:
    assert read_answer("caller_name", text, today=TODAY).text == name


@pytest.mark.parametrize("text", ["skip", "no name pls", "no", "prefer not to say"])
def test_a_name_may_be_kept_back(text: str) -> None:
    assert read_answer("caller_name", text, today=TODAY).kind is AnswerKind.NONE


def test_a_sentence_is_not_kept_as_a_name() -> None:
    assert read_answer("caller_name", "i told you already my back hurts", today=TODAY).kind is UNREADABLE


def test_an_office_is_picked_by_digit_place_or_name() -> None:
    offices = ("Midtown Spine", "Brooklyn Heights", "Bronx")
    for text, choice in (("2", "2"), ("the second one", "2"), ("brooklyn pls", "2"), ("the last one", "3")):
        assert read_answer("office", text, today=TODAY, offices=offices).choice == choice
    assert read_answer("office", "5", today=TODAY, offices=offices).kind is AnswerKind.OUT_OF_RANGE


@pytest.mark.parametrize("text", ["ok", "thanks", "gracias"])
def test_courtesy_does_not_fill_the_note_for_the_doctor(text: str) -> None:
    assert read_answer("doctor_note", text, today=TODAY).kind is UNREADABLE
