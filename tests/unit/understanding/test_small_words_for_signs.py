"""Danger signs in the small words of people who tried the line as patients, and the near misses that they met."""

from datetime import date

import pytest

from conversations.flagging import Judgement
from conversations.protocol.rule_files import load_rules
from conversations.screening import read_text, screen_text

TODAY = date(2026, 11, 20)


def judge(text: str) -> Judgement:
    return screen_text(load_rules(), text, today=TODAY).judgement


def flags(text: str) -> set[tuple[str, str]]:
    return {(finding.code, str(finding.tier)) for finding in judge(text).flags}


def doubts(text: str) -> set[str]:
    return {finding.code for finding in judge(text).doubts}


@pytest.mark.parametrize(
    "text",
    [
        "siento raro al limpiarme",
        "no, bueno ahora que lo dice... siento raro cuando me limpio",
        "feels weird when i wipe",
        "it feels different down there",
        "when i wipe it feels like its not my skin",
        "no alcanza a llegar al baño",
        "a mi papa no le da tiempo de llegar al baño",
        "se orina un poquito antes de llegar",
        "my mom doesnt make it to the bathroom",
        "he pees a little before he gets to the toilet",
        "hago pipi cada 5 minutos jaja parezco llave de agua vieja pero no sale nada",
        "have to pee every five minutes like an old man lol and nothing comes out",
        "se me fue un poquito de orina",
    ],
)
def test_a_changed_feeling_or_a_lost_race_to_the_toilet_is_an_emergency(text: str) -> None:
    assert ("cauda_equina", "emergency") in flags(text)


@pytest.mark.parametrize("text", ["fue poquito a poco", "ya fue poquito", "fue un dolor que me dio de poquito"])
def test_little_by_little_is_no_leak(text: str) -> None:
    assert not flags(text)
    assert not doubts(text)


@pytest.mark.parametrize("text", ["wiped down the counters and my back feels weird", "nothing came up on my mri"])
def test_wiping_a_table_or_a_clean_scan_is_no_sign(text: str) -> None:
    assert not flags(text)


@pytest.mark.parametrize("text", ["fell off my bike", "came off my bike tuesday", "me cai de la bici ayer"])
def test_coming_off_a_bike_is_a_major_injury(text: str) -> None:
    assert ("major_trauma", "emergency") in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "since this morning i keep dropping my fork",
        "desde hoy se me caen las cosas",
        "amaneci con las manos torpes",
        "hands got clumsy all of a sudden",
    ],
)
def test_a_cord_sign_that_came_today_is_an_emergency(text: str) -> None:
    assert ("myelopathy", "emergency") in flags(text)


def test_clumsy_hands_long_put_down_to_arthritis_are_asked_about() -> None:
    text = "hands are a bit clumsy but thats my arthritis, ten years now"
    assert not flags(text)
    assert "myelopathy" in doubts(text)


@pytest.mark.parametrize("text", ["my leg feels heavy", "like it doesnt listen to me", "siento la pierna pesada"])
def test_a_heavy_limb_is_asked_about(text: str) -> None:
    assert "limb_weakness" in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "picked up my toddler and felt my back grab, can someone call me",
        "mi hijo tiene 12 pero el del dolor de espalda soy yo, 38",
        "my daughter is 10, im the one with the back pain, 41",
    ],
)
def test_a_child_of_the_patient_is_not_the_patient(text: str) -> None:
    assert ("child", "urgent") not in flags(text)


@pytest.mark.parametrize(
    "text",
    ["im 15 and my back hurts", "15 here, my neck hurts and my mom is at work", "tengo 14 y me duele la espalda"],
)
def test_a_child_who_texts_about_itself_is_not_somebody_else(text: str) -> None:
    assert read_text(text, today=TODAY).person is None


@pytest.mark.parametrize("text", ["ya no aguanto la espalda", "ya no aguanto el dolor", "ya no aguanto la cintura"])
def test_not_bearing_the_pain_is_no_wish_to_die(text: str) -> None:
    assert "self_harm" not in doubts(text)


@pytest.mark.parametrize("text", ["no aguanto mas", "ya no puedo mas", "ya no aguanto"])
def test_not_bearing_it_any_more_is_asked_about(text: str) -> None:
    assert "self_harm" in doubts(text)


def test_a_slipped_disc_is_no_fall() -> None:
    mentions = read_text("my friend said i may have a slipped disc, do i?", today=TODAY).mentions
    assert not [mention for mention in mentions if mention.concept == "minor_fall" and mention.certainty == "definite"]


def test_sweat_and_chills_at_night_are_no_heart_attack() -> None:
    mentions = {
        mention.concept
        for mention in read_text("ninguna, solo que anoche sude mucho y me dio frio", today=TODAY).mentions
        if mention.certainty == "definite"
    }
    assert "night_sweats" in mentions
    assert "cold_sweat" not in mentions
