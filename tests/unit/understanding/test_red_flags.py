"""From whole texts to flags of the nerve, injury and pain families: the protocol's own words and examples, in both
languages."""

from datetime import date

import pytest

from conversations.flagging import Judgement
from conversations.protocol.rule_files import load_rules
from conversations.screening import screen_text

TODAY = date(2026, 11, 20)


def judge(text: str) -> Judgement:
    return screen_text(load_rules(), text, today=TODAY).judgement


def flags(text: str) -> set[tuple[str, str]]:
    return {(finding.code, str(finding.tier)) for finding in judge(text).flags}


def doubts(text: str) -> set[str]:
    return {finding.code for finding in judge(text).doubts}


CAUDA_EQUINA = [
    "cant pee", "pee wont start", "peeing myself", "leaking since my back went", "dont know when my bladder is full",
    "pooped myself", "cant hold my poop", "numb down there", "numb crotch", "privates are numb", "numb between my legs",
    "saddle area numb", "cant feel when i wipe", "butt is numb", "cant get hard since this started", "no feeling during sex",
    "pain down both legs", "pins and needles both legs", "pain going down both legs", "back spasm and i cant pee since last night",
    "my crotch feels numb, prob nothing lol", "no numbness but cant hold my pee", "i cant stop peeing myself",
    "no puedo orinar", "no puedo hacer pipi", "se me sale la orina", "no siento cuando voy al baño", "me hice pupú encima",
    "dormido entre las piernas", "no siento mis partes", "las nalgas dormidas", "no se me para desde que empezó",
    "dolor en las dos piernas", "espasmo en la espalda, no puedo orinar", "se me durmio entre las piernas", "cant feel when i wipe",
]  # fmt: skip
LIMB_WEAKNESS = [
    "foot drop since monday", "my foot drags", "foot slaps the floor", "leg gives out", "my leg buckles", "cant lift my foot", "cant lift my toes",
    "leg is dead", "cant move my legs", "arm is limp", "cant lift my arm", "my legs are getting weaker", "cant go up stairs on that leg",
    "also my legs gave out today", "se me va la pierna", "no puedo levantar el pie", "la pierna no me responde",
    "no tengo fuerza en el brazo", "se me caen las piernas",
]  # fmt: skip
INJURIES = [
    "car crash this morning", "car wreck yesterday", "got hit by a car", "motorcycle crash", "e-bike crash", "fell off a ladder", "fell off the roof",
    "fell down the stairs", "dove into the pool and hurt my neck", "tackled headfirst", "got jumped", "thrown from a horse", "hit my head",
    "car accident today neck spasm", "me atropellaron", "me caí de la escalera", "me caí del techo", "me tiré de cabeza",
    "me golpearon en la cabeza", "me dieron un tiro", "me apuñalaron", "tuve un choque ayer",
]  # fmt: skip


@pytest.mark.parametrize("text", CAUDA_EQUINA)
def test_pressed_tail_nerves_are_an_emergency_without_a_question(text: str) -> None:
    assert ("cauda_equina", "emergency") in flags(text)


@pytest.mark.parametrize("text", LIMB_WEAKNESS)
def test_new_weakness_is_an_emergency(text: str) -> None:
    assert ("limb_weakness", "emergency") in flags(text)


@pytest.mark.parametrize("text", INJURIES)
def test_force_that_can_break_a_spine_is_an_emergency(text: str) -> None:
    assert ("major_trauma", "emergency") in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "dropping things", "cant button my shirt", "my handwriting got bad", "clumsy hands", "walking like i'm drunk", "legs feel stiff and heavy",
        "off balance, keep tripping", "electric shock down my spine when i look down", "se me caen las cosas", "manos torpes",
        "camino como borracho", "pierdo el equilibrio", "corriente por la espalda al bajar la cabeza",
    ],
)  # fmt: skip
def test_one_slow_cord_sign_is_urgent(text: str) -> None:
    assert flags(text) == {("myelopathy", "urgent")}


@pytest.mark.parametrize(
    "text",
    [
        "dropping things and walking like im drunk, neck stiff",
        "hands got clumsy overnight, woke up and cant do a button",
        "since i got rear ended thursday my hands are clumsy",
    ],
)
def test_cord_signs_together_sudden_or_after_an_injury_are_an_emergency(text: str) -> None:
    assert ("myelopathy", "emergency") in flags(text)


def test_a_slow_tap_from_behind_is_urgent_only() -> None:
    assert flags("tapped from behind at a red light yesterday, walking fine, neck tight today") == {
        ("major_trauma", "urgent")
    }


def test_an_old_crash_that_was_cleared_raises_nothing() -> None:
    assert flags("crash in march, er cleared me, still spasms") == set()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("er cleared me after the crash monday but its getting worse", ("major_trauma", "urgent")),
        ("i have osteoporosis and new back pain", ("fragility_fracture", "urgent")),
        ("been on prednisone for 8 months, back hurts", ("fragility_fracture", "urgent")),
        ("im 56, slipped and sat down hard", ("fragility_fracture", "urgent")),
        ("tengo osteoporosis", ("fragility_fracture", "urgent")),
        ("mom is 79, tripped over the cat, now her neck hurts", ("major_trauma", "emergency")),
        ("on eliquis, bumped my back", ("bleeding_risk", "urgent")),
        ("on eliquis, hit my head", ("bleeding_risk", "emergency")),
        ("tomo anticoagulante y me di con la cabeza en el gabinete", ("bleeding_risk", "emergency")),
        ("cant get off the floor", ("severe_unremitting_pain", "urgent")),
        ("no position helps, 10/10 nonstop", ("severe_unremitting_pain", "urgent")),
        ("no me puedo levantar del piso", ("severe_unremitting_pain", "urgent")),
        ("my left foot is numb since monday", ("nerve_root", "urgent")),
        ("un pie dormido desde ayer", ("nerve_root", "urgent")),
        ("leaked a bit when i sneeze since my kids, no change", ("cauda_equina", "urgent")),
    ],
)
def test_the_rules_of_each_code(text: str, flag: tuple[str, str]) -> None:
    assert flag in flags(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("butt falls asleep when i sit at my desk", "cauda_equina"),
        ("what if i go numb down there?", "cauda_equina"),
        ("constipated since they gave me percocet", "cauda_equina"),
        ("legs are jelly after leg day", "limb_weakness"),
        ("paralyzed with pain", "limb_weakness"),
    ],
)
def test_doubtful_words_are_asked_about_and_not_acted_on(text: str, code: str) -> None:
    assert not flags(text)
    assert code in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "lower back spasm after gym this morning", "this pain is killing me", "me muero de dolor de cuello", "my back went out", "back locked up",
        "threw my back out", "pain in the butt", "weak in the knees", "just want an appointment", "slept wrong, neck is stuck",
        "pain down my right leg, no numbness", "no fever no numbness", "se me trancó la espalda", "crashed on the couch and slept funny",
        "i take eliquis, back is stiff from the garden", "flu shot yesterday, arm is sore", "hit the gym, back is tight",
        "my job is killing my back", "can we do next week instead", "my cousin fell off a ladder. mine is just desk neck",
    ],
)  # fmt: skip
def test_ordinary_texts_are_neither_handed_off_nor_asked_about(text: str) -> None:
    judgement = judge(text)
    assert (judgement.flags, judgement.doubts) == ((), ())
