"""What the words around a danger word make of it (PROTOCOL 3.2): each class, and the traps that look like it."""

import pytest

from conversations.understanding.findings import Certainty
from conversations.understanding.red_flags import read_mentions, read_mentions_and_person


def certainty(text: str, concept: str) -> Certainty | None:
    """Give the most certain mention of a concept, None when the text does not mention it."""
    order = list(Certainty)
    found = [mention.certainty for mention in read_mentions(text) if mention.concept == concept]
    return min(found, key=order.index, default=None)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no numbness down there, no fever", "saddle_numb"),
        ("my crotch isnt numb", "saddle_numb"),
        ("crotch numb? no", "saddle_numb"),
        ("not dropping stuff", "hand_signs"),
        ("no se me caen las cosas", "hand_signs"),
    ],
)
def test_a_denied_sign_is_excluded_and_says_why(text: str, concept: str) -> None:
    found = [mention for mention in read_mentions(text) if mention.concept == concept]
    assert found
    assert all(mention.certainty is Certainty.EXCLUDED and mention.because for mention in found)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("cant pee", "cannot_pee"),
        ("no feeling down there", "saddle_numb"),
        ("cant hold it", "urine_leak"),
        ("no siento cuando me limpio", "saddle_numb"),
        ("no puedo orinar", "cannot_pee"),
        ("not able to lift my foot", "leg_weak"),
        ("don't feel my legs", "both_legs_pain"),
        ("i have no control of my bladder", "urine_leak"),
    ],
)
def test_a_sign_that_is_itself_a_not_is_never_negated_away(text: str, concept: str) -> None:
    assert certainty(text, concept) is Certainty.DEFINITE


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("not only numb down there", "saddle_numb"),
        ("no longer able to lift my foot", "leg_weak"),
        ("no doubt my crotch is numb", "saddle_numb"),
    ],
)
def test_a_false_negation_hides_nothing(text: str, concept: str) -> None:
    assert certainty(text, concept) is Certainty.DEFINITE


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no fever but i cant feel my crotch", "saddle_numb"),
        ("no numbness but cant hold my pee", "urine_leak"),
        ("no fever, my crotch is numb", "saddle_numb"),
        ("sin fiebre pero no siento las nalgas", "saddle_numb"),
        ("fever no, but both legs are numb", "both_legs_pain"),
    ],
)
def test_what_follows_a_but_or_a_new_clause_is_not_denied(text: str, concept: str) -> None:
    assert certainty(text, concept) is Certainty.DEFINITE


def test_a_double_negative_is_asked_about() -> None:
    assert certainty("cant say i dont have numbness in my crotch", "saddle_numb") is Certainty.POSSIBLE


@pytest.mark.parametrize(
    "text", ["crotch was numb last month, gone now", "tuve las nalgas dormidas hace 3 meses, ya se me quito"]
)
def test_past_and_resolved_is_excluded(text: str) -> None:
    assert certainty(text, "saddle_numb") is Certainty.EXCLUDED


def test_past_without_an_end_is_asked_about() -> None:
    assert certainty("i had a numb crotch last year", "saddle_numb") is Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("crotch was numb for a few hours saturday, gone now", "saddle_numb"),
        ("leg gave out yesterday, fine now", "leg_weak"),
        ("ayer se me salio la orina dos veces, hoy ya no", "urine_leak"),
    ],
)
def test_signs_of_the_last_days_count_although_gone(text: str, concept: str) -> None:
    assert certainty(text, concept) is Certainty.DEFINITE


def test_history_counts_however_long_ago() -> None:
    assert certainty("osteoporosis since 2009, all good", "osteoporosis") is Certainty.DEFINITE


def test_an_old_injury_is_told_from_a_new_one() -> None:
    assert certainty("car crash in 2016", "crash") is None
    assert certainty("car crash in 2016", "old_injury") is Certainty.DEFINITE
    assert certainty("car crash yesterday", "crash") is Certainty.DEFINITE


@pytest.mark.parametrize(
    "text", ["my brother has the numb foot. me i just get tight after drives", "my mom is on eliquis, my neck is tight"]
)
def test_a_relatives_trouble_is_not_the_texters(text: str) -> None:
    assert not [
        mention
        for mention in read_mentions(text)
        if mention.concept in ("one_limb_numb", "blood_thinner") and mention.certainty is Certainty.DEFINITE
    ]


def test_a_present_sign_of_somebody_the_texter_asks_for_counts_and_names_the_person() -> None:
    mentions, person = read_mentions_and_person("my husband cant feel his legs, back spasm")
    assert any(m.concept == "both_legs_pain" and m.certainty is Certainty.DEFINITE for m in mentions)
    assert person is not None
    assert "husband" in person


def test_the_dog_is_not_the_patient() -> None:
    assert (
        certainty("our dachshund slipped a disc and lost control of his bladder poor guy", "urine_leak")
        is Certainty.EXCLUDED
    )


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("what if my crotch goes numb", "saddle_numb"),
        ("what if i go numb down there?", "saddle_numb"),
        ("y si un dia no puedo orinar?", "cannot_pee"),
        ("is cauda equina likely", "cauda_equina_named"),
    ],
)
def test_the_supposed_is_asked_about(text: str, concept: str) -> None:
    assert certainty(text, concept) is Certainty.POSSIBLE


def test_a_present_sign_in_a_question_is_certain() -> None:
    assert certainty("is it normal that i cant feel my crotch?", "saddle_numb") is Certainty.DEFINITE


def test_long_known_without_a_word_on_change_is_asked_about() -> None:
    assert certainty("ive leaked pee for 10 years", "urine_leak") is Certainty.LONG_STANDING


@pytest.mark.parametrize(
    "text",
    ["leaked a bit when i sneeze since my kids, no change", "se me sale la orina al toser desde el parto, sigue igual"],
)
def test_a_text_that_says_no_change_needs_no_question(text: str) -> None:
    assert certainty(text, "urine_leak") is Certainty.UNCHANGED


def test_long_known_but_worse_now_is_new() -> None:
    assert certainty("ive leaked pee for 10 years but its getting worse", "urine_leak") is Certainty.DEFINITE


def test_laughing_about_it_changes_nothing() -> None:
    assert certainty("my crotch feels numb, prob nothing lol haha", "saddle_numb") is Certainty.DEFINITE
