"""Telling what is long known, explained, asked, feared or somebody else's from what is happening now (PROTOCOL 3.2 N2 to N6)."""

from datetime import date

import pytest

from conversations.protocol.loader import load_protocol
from conversations.screening import screen_text
from conversations.understanding.findings import Certainty, Mention
from conversations.understanding.old_stories import is_settled, tells_only_old_stories
from conversations.understanding.red_flags import read_mentions


def certainty(text: str, concept: str) -> Certainty | None:
    """Give the most certain mention of a concept, None when the text does not mention it."""
    order = list(Certainty)
    found = [mention.certainty for mention in read_mentions(text) if mention.concept == concept]
    return min(found, key=order.index, default=None)


def codes(text: str) -> set[str]:
    """Name every code that a text raises or is asked about."""
    judgement = screen_text(load_protocol().rules, text, today=date(2026, 3, 2)).judgement
    return {finding.code for finding in (*judgement.flags, *judgement.doubts)}


@pytest.mark.parametrize(
    "text",
    [
        "My big toe is numb. Had it for 10 years, never changed.",
        "My big toe is numb. It has been like that since 2009, no change.",
        "Tengo el dedo gordo dormido. Siempre igual, nunca ha cambiado.",
    ],
)
def test_the_next_sentence_dates_a_sign_when_it_refers_back(text: str) -> None:
    assert certainty(text, "one_limb_numb") is Certainty.UNCHANGED


def test_the_next_sentence_dates_nothing_when_it_tells_of_something_else() -> None:
    assert certainty("My big toe is numb. My dog has been with me for 10 years.", "one_limb_numb") is Certainty.DEFINITE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my doctor says the numbness in my thigh is harmless, i have had it for 2 years", Certainty.UNCHANGED),
        ("the numbness in my thigh, i have had it for 2 years", Certainty.LONG_STANDING),
        ("my doctor says the numbness in my thigh is harmless, it started yesterday", Certainty.DEFINITE),
        ("my thigh has been numb for 2 years, my doctor knows, but it is worse since monday", Certainty.DEFINITE),
    ],
)
def test_years_and_an_examiner_together_make_a_sign_known_and_news_undoes_it(text: str, expected: Certainty) -> None:
    assert certainty(text, "one_limb_numb") is expected


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("worried about the numbness between my legs, thats all i wanted to say", "saddle_numb"),
        ("worried about this fever, my doctor said flu", "fever"),
        ("dropping things for 3 months, my doctor said arthritis", "hand_signs"),
    ],
)
def test_a_worry_or_months_with_an_explanation_are_still_asked_about(text: str, concept: str) -> None:
    assert certainty(text, concept) in (Certainty.POSSIBLE, Certainty.LONG_STANDING)


def test_an_explanation_never_clears_what_counts_although_it_is_gone() -> None:
    assert certainty("my doctor says the chest pain is only muscle", "chest_pain") is Certainty.DEFINITE
    assert "cardiac" in codes("my doctor says the chest pain is only muscle")


@pytest.mark.parametrize(
    "text",
    ["the surgeon says my toes may stay numb", "will my toes stay numb? surgeon says the toe might remain a bit numb"],
)
def test_what_may_be_left_later_is_not_there_now(text: str) -> None:
    assert certainty(text, "one_limb_numb") is Certainty.EXCLUDED


def test_numb_now_after_an_operation_is_not_what_may_come() -> None:
    assert certainty("my toes are numb since the operation on monday", "one_limb_numb") is Certainty.DEFINITE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can a bad disc cause chest pain?", Certainty.POSSIBLE),
        ("can a bad disc cause chest pain? i dont have any, just curious", Certainty.EXCLUDED),
        ("is it normal that i have chest pain with a bad disc?", Certainty.DEFINITE),
    ],
)
def test_a_question_is_asked_about_unless_the_texter_has_none_of_it(text: str, expected: Certainty) -> None:
    assert certainty(text, "chest_pain") is expected


def test_a_date_does_not_last() -> None:
    assert certainty("had a kidney stone four years ago, passed it", "kidney_stone") is Certainty.EXCLUDED


@pytest.mark.parametrize(
    ("ordinary", "danger", "code"),
    [
        (
            "My wife is five months pregnant so I carry everything now and my back aches",
            "I am five months pregnant and my back aches",
            "pregnancy",
        ),
        (
            "A mi suegro le salió cáncer. Yo tengo 28 años y me duele la espalda por el colchón",
            "A mí me salió cáncer. Me duele la espalda por el colchón",
            "cancer",
        ),
        (
            "rear ended in 2015, ER cleared me. can whiplash last that long",
            "rear ended last night. can whiplash show up late",
            "major_trauma",
        ),
        (
            "lost 22 lbs on ozempic since spring, does that make my low back ache more",
            "lost 22 lbs since spring without trying, my low back aches more",
            "cancer",
        ),
        (
            "As a kid I fell off a roof, never saw a doctor for it",
            "I fell off a roof two days ago, never saw a doctor for it",
            "major_trauma",
        ),
        (
            "the surgeon is offering an epidural next month, does it hurt",
            "I had an epidural on monday and it hurts more since",
            "post_procedure",
        ),
        (
            "My last MRI is 6 years old, do I need a new one",
            "My boy is 6 years old and his back aches, does he need an MRI",
            "child",
        ),
        (
            "report says bilateral foraminal narrowing, what does bilateral mean",
            "the tingling is bilateral, both legs down to the feet",
            "cauda_equina",
        ),
    ],
)
def test_words_told_of_another_time_person_or_thing_raise_nothing_and_their_twins_do(
    ordinary: str, danger: str, code: str
) -> None:
    assert code not in codes(ordinary)
    assert code in codes(danger)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("is yoga safe with a disc bulge i have had since 2019?", True),
        ("x-ray last year normal, is it ok that my neck cracks?", True),
        ("disc bulge since 2019, and since yesterday my foot is numb. is yoga safe?", False),
        ("disc bulge since 2019, today i cannot lift my foot, is yoga safe?", False),
        ("is yoga safe for a sore back?", False),
    ],
)
def test_only_questions_about_old_or_examined_things_are_old_stories(text: str, old: bool) -> None:
    assert tells_only_old_stories(text) is old


def test_a_worry_about_words_that_scope_left_out_is_settled() -> None:
    left_out = Mention(concept="pregnant", certainty=Certainty.EXCLUDED, start=3, end=9, because="someone else: wife")
    denied = Mention(concept="fever", certainty=Certainty.EXCLUDED, start=3, end=9, because="negated: no")
    assert is_settled(((5, 12),), (left_out,))
    assert not is_settled(((20, 25),), (left_out,))
    assert not is_settled(((5, 12),), (denied,))
