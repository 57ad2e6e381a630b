"""What a text may cost and how easily it must read (PRODUCT 6), over every text that is composed."""

from datetime import UTC, datetime

import pytest

from bot.clinic import SAMPLES, load
from conversations.sms_text import count_parts, units
from conversations.wording import LANGUAGES, WIDEST, widest
from tests.support.compositions import SCREENS, WORDINGS, care_texts, compositions, whole_texts
from tests.support.readability import english_syllables, fernandez_huerta, flesch_kincaid_grade, spanish_syllables


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_composed_text_stays_within_its_parts(lang: str) -> None:
    too_long = [f"{name}: {count_parts(text)}" for name, text, limit in compositions(lang) if count_parts(text) > limit]
    assert too_long == []


def test_all_texts_of_the_fullest_simple_case_cost_less_than_the_limits() -> None:
    for lang, limit in (("en", 30), ("es", 36)):
        wording = WORDINGS[lang]
        keys = ["start.notice", *(f"question.{screen}" for screen in SCREENS), "question.age", "question.area_severity"]
        keys += ["question.pattern", "question.med_safety"]
        texts = [widest(wording[key]) for key in keys]
        texts.append(max((text for _, text in care_texts(lang)), key=units))
        texts.append(" ".join(wording[f"care.{key}"] for key in ("stop_when", "call_911", "any_time", "consent")))
        assert sum(map(count_parts, texts)) < limit


def test_english_texts_read_at_grade_six_or_below() -> None:
    hard = [
        f"{name}: {flesch_kincaid_grade(text):.1f}"
        for name, text in whole_texts("en")
        if flesch_kincaid_grade(text) > 6
    ]
    assert hard == []


def test_spanish_texts_score_seventy_or_above() -> None:
    hard = [f"{name}: {fernandez_huerta(text):.1f}" for name, text in whole_texts("es") if fernandez_huerta(text) < 70]
    assert hard == []


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("pee", 1), ("numb", 1), ("weakness", 2), ("emergency", 4), ("trouble", 2), ("area", 3), ("breathing", 2), ("eased", 1),
        ("needed", 2), ("pressure", 2), ("automated", 4), ("pharmacist", 3), ("surgery", 3), ("diagnosis", 4), ("can't", 1),
        ("muscle", 2), ("while", 1), ("going", 2), ("unsteady", 3), ("medicine", 3), ("physical", 3), ("911", 1),
    ],
)  # fmt: skip
def test_english_syllables_are_counted_as_they_are_said(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("llame", 2), ("ya", 1), ("cuello", 2), ("quién", 1), ("guerra", 2), ("espalda", 3), ("siente", 2), ("caer", 2),
        ("aire", 2), ("ruido", 2), ("emergencia", 4), ("oriné", 3), ("muy", 1), ("hoy", 1), ("pecho", 2), ("día", 2),
        ("riñones", 3), ("leer", 2), ("y", 1), ("ayuda", 3), ("911", 1),
    ],
)  # fmt: skip
def test_spanish_syllables_are_counted_as_they_are_said(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


@pytest.mark.parametrize("sample", SAMPLES)
def test_lengths_are_proved_with_values_as_wide_as_the_sample_clinics_give(sample: str) -> None:
    clinic = load(sample).view(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    given = [("clinic", clinic.name), ("phone", clinic.phone)]
    given += [("hours", line) for line in clinic.hours.values()]
    for office in clinic.offices:
        given += [("office", office.name), ("address", office.address), ("link", office.booking_link)]
        given += [("hours", line) for line in office.hours.values()]
    given.append(("offices", "\n".join(f"{office.name}: {office.address}" for office in clinic.offices)))
    assert [f"{name}: {value}" for name, value in given if units(value) > units(WIDEST[name])] == []
