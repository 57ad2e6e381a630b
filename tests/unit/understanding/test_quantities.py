"""Places, scores, times, ages and temperatures, in answers and in any text."""

from datetime import date

import pytest

from conversations.understanding.answers import read_answer
from conversations.understanding.number_words import in_figures
from conversations.understanding.quantities import read_slots

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "areas", "severity"),
    [
        ("low back, like a 4", ("low_back",), 4),
        ("neck 7 maybe 8", ("neck",), 8),
        ("7-8", (), 8),
        ("en medio de la espalda siete y medio", ("mid_back",), 8),
        ("100/10 lower back", ("low_back",), 10),
        ("was a 9 last nite, 4 now", (), 9),
        ("4... actually more like 9 when i move", (), 9),
        ("perdon quise poner 4", (), 4),
        ("Right btwn the shoulder blades. 5ish", ("upper_back",), 5),
        ("bra strap line in the back, like a 4", ("mid_back",), 4),
        ("la cintura un 5", ("low_back",), 5),
        ("hamstring 4", ("other",), 4),
        ("whole back top to bottom, 6", ("upper_back", "mid_back", "low_back"), 6),
        ("neck and low back 6", ("neck", "low_back"), 6),
        ("low back on a scale of 1-10 its a 7", ("low_back",), 7),
        ("3 days low back", ("low_back",), None),
        ("Pretty bad, lumbar area", ("low_back",), 7),
        ("insoportable", (), 9),
        ("neck - moderate", ("neck",), 5),
        ("mild, low back", ("low_back",), 3),
    ],
)
def test_place_and_worst_score_are_read(text: str, areas: tuple[str, ...], severity: int | None) -> None:
    answer = read_answer("area_severity", text, today=TODAY)
    assert (answer.areas, answer.severity) == (areas, severity)


@pytest.mark.parametrize("text", ["not terrible", "no tan fuerte", "not bad", "isnt severe"])
def test_a_negated_word_is_no_score(text: str) -> None:
    assert read_answer("area_severity", text, today=TODAY).severity is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 34 and my back locked up", 34),
        ("tengo 66 años y me duele la espalda", 66),
        ("my son is 9 and his back hurts", 9),
        ("mi esposo tiene 45 años y le duele el cuello", 45),
        ("58f, low back spasm", 58),
    ],
)
def test_the_patients_own_age_is_read(text: str, age: int) -> None:
    assert read_slots(text, today=TODAY).age_low == age


@pytest.mark.parametrize(
    "text",
    [
        "my mom had a stroke at 60, my neck is tight",
        "my 4yo had my phone sry",
        "im 20 min late for my back appointment",
        "im 30 weeks and my back hurts",
        "carried my 6 yr old on my shoulders, stiff neck today",
        "a mi hermana de 40 años le paso lo mismo, a mi me duele la espalda",
    ],
)
def test_another_number_is_not_taken_for_the_patients_age(text: str) -> None:
    assert read_slots(text, today=TODAY).age_low is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("low back spasm since yesterday", 1),
        ("hace 4 dias me dio un tiron en la cintura", 4),
        ("2 weeks of neck pain", 14),
        ("back has been tight for a few weeks", 21),
        ("desde antier", 2),
        ("an hour ago my low back locked up", 0),
    ],
)
def test_the_start_of_the_pain_is_read(text: str, days: int) -> None:
    assert read_slots(text, today=TODAY).onset_days == days


@pytest.mark.parametrize(
    "text",
    [
        "my wife is 30 weeks and has back pain",
        "they took my prostate out 6 yrs ago",
        "sat 50 min past my appt and nobody said a word",
        "how many advil can a person have in a day",
    ],
)
def test_times_of_something_else_do_not_date_the_pain(text: str) -> None:
    slots = read_slots(text, today=TODAY)
    assert (slots.onset_days, slots.duration_hours) == (None, None)


@pytest.mark.parametrize(
    "text", ["58 años", "74 años cumplidos", "67 years old", "about 50 years", "im 34", "tengo 44 años"]
)
def test_an_age_is_not_taken_for_how_long_it_lasts(text: str) -> None:
    assert read_slots(text, today=TODAY).duration_hours is None


@pytest.mark.parametrize("text", ["i cant take it anymore", "no aguanto mas"])
def test_despair_is_no_score(text: str) -> None:
    assert read_slots(text, today=TODAY).severity is None


def test_never_before_is_no_return() -> None:
    slots = read_slots("neck cramped up at my desk 20 min ago, never happened before", today=TODAY)
    assert slots.recurring is False


def test_length_and_first_time_are_both_read_for_the_pattern() -> None:
    slots = read_slots("low back cramp, came on 30 min ago folding laundry. first time", today=TODAY)
    assert (slots.duration_hours, slots.recurring) == (0.5, False)


def test_pain_on_every_movement_is_not_a_pain_that_keeps_returning() -> None:
    assert read_slots("low back hurts every time i bend", today=TODAY).recurring is None
    assert read_slots("my neck locks up every few weeks", today=TODAY).recurring is True


def test_a_limb_named_beside_the_back_is_not_the_place() -> None:
    assert read_slots("back spasm and my leg hurts", today=TODAY).regions == ()
    assert read_slots("charley horse in my calf", today=TODAY).regions == ("other",)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("fever of 102", 102.0), ("tengo calentura de 38.9", 102.0), ("temp is 100.4 and my back hurts", 100.4)],
)
def test_a_temperature_is_read_beside_a_word_of_fever(text: str, degrees: float) -> None:
    assert read_slots(text, today=TODAY).temperature_f == degrees


def test_a_number_without_fever_is_no_temperature() -> None:
    assert read_slots("i live at 102 main", today=TODAY).temperature_f is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("fifty two", "52"),
        ("treinta y uno", "31"),
        ("siete y medio", "7.5"),
        ("half an hour", "0.5 hour"),
        ("a couple of weeks", "2 weeks"),
        ("the last one", "the last one"),
        ("ahora", "ahora"),
    ],
)
def test_number_words_become_figures_only_where_they_count(text: str, figures: str) -> None:
    assert in_figures(text) == figures
