"""Danger signs of heart, vessels, breath, brain, infection, cancer and allergy in single texts (PROTOCOL 4.6 to 4.13, 4.24, 4.31).

What a newcomer would get wrong: the texts are not from the labelled files. They were written to be hard: scenes without the
textbook word, a sign buried in other business, a denial beside a sign, and innocent texts full of danger words.
"""

from datetime import date

import pytest

from conversations.flagging import Tier
from conversations.protocol.rule_files import load_rules
from conversations.screening import Screening, screen_text

TODAY = date(2026, 11, 20)


def screen(text: str) -> Screening:
    """Screen one text with the protocol's own rules."""
    return screen_text(load_rules(), text, today=TODAY)


def raised(text: str) -> dict[str, Tier]:
    """Name the codes a text raises for certain, with their tiers."""
    return {finding.code: finding.tier for finding in screen(text).judgement.flags}


def doubted(text: str) -> set[str]:
    """Name the codes a text leaves in doubt."""
    return {finding.code for finding in screen(text).judgement.doubts}


EMERGENCIES = [
    # Worked examples of PROTOCOL section 11.
    ("upper back pressure, cold sweat, nauseous", "cardiac"),
    ("sharp pain upper back when i breathe in, calf swollen after flight", "pulmonary_embolism"),
    ("ripping pain between shoulder blades came out of nowhere", "aortic"),
    ("stiff neck and fever 102", "meningitis"),
    ("epidural shot here monday, now chills and worse back pain", "post_procedure"),
    ("new neck pain and worst headache ever after chiro", "stroke_or_artery_dissection"),
    ("left face drooped an hour ago but its fine now", "stroke_or_artery_dissection"),
    ("lips swelling after advil", "allergic_reaction"),
    # The heart, seldom by its name.
    ("feels like a cinder block on my chest since the laundry", "cardiac"),
    ("everything's fine except my chest keeps squeezing", "cardiac"),
    ("didnt sleep last night, chest pain", "cardiac"),
    ("thanks for the stretches! jaw and left arm ache today and im kinda sweaty, see you friday", "cardiac"),
    ("mi esposo se agarra el pecho y esta gris", "cardiac"),
    ("no aguanto este dolor en el pecho", "cardiac"),
    ("me apreta el pecho y me baja por el brazo", "cardiac"),
    ("i fainted at the register yesterday, ok now", "cardiac"),
    # The great vessels.
    ("something tore inside my back out of nowhere while i was watching tv", "aortic"),
    ("i have a small aneurysm and new low back pain since this morning", "aortic"),
    ("tengo un aneurisma y me empezo un dolor de espalda", "aortic"),
    ("my stomach has its own heartbeat and my back hurts", "aortic"),
    # Breath.
    ("cant catch my breath just sitting here", "pulmonary_embolism"),
    ("me falta el aire y la espalda me mata", "pulmonary_embolism"),
    ("coughed up a little blood this morning", "pulmonary_embolism"),
    ("no respiro bien desde anoche", "pulmonary_embolism"),
    # Brain and neck arteries.
    ("my words keep coming out jumbled", "stroke_or_artery_dissection"),
    ("one eyelid is drooping since the neck pain", "stroke_or_artery_dissection"),
    ("se le fue la boca para un lado", "stroke_or_artery_dissection"),
    ("veo doble desde que el huesero me trono el cuello", "stroke_or_artery_dissection"),
    ("neck pain and trouble swallowing since i woke up", "stroke_or_artery_dissection"),
    # Infection.
    ("fiebre y la nuca dura", "meningitis"),
    ("my mom is burning up and doesnt know what day it is", "meningitis"),
    ("on dialysis and i have chills", "spinal_infection"),
    ("no numbness but fever and i shoot heroin", "spinal_infection"),
    ("the incision from my fusion is leaking pus", "post_procedure"),
    # Cancer with a sign of the cord; fever on chemo.
    ("breast cancer in 2015, now my legs feel heavy like lead", "cancer"),
    ("en quimio y amaneci con fiebre", "cancer"),
    # Allergy, fits and no response.
    ("my tongue is getting fat after the new pill", "allergic_reaction"),
    ("se me cierra la garganta", "allergic_reaction"),
    ("welts all over and im throwing up", "allergic_reaction"),
    ("he had a seizure on the couch", "seizure_or_unresponsive"),
    ("no despierta, lo sacudo y nada", "seizure_or_unresponsive"),
]


@pytest.mark.parametrize(("text", "code"), EMERGENCIES)
def test_danger_in_any_words_is_an_emergency(text: str, code: str) -> None:
    assert raised(text).get(code) is Tier.EMERGENCY


URGENT = [
    ("fever and my low back hurts", "spinal_infection"),
    ("sudo toda la noche y mojo las sabanas, me duele la cintura", "spinal_infection"),
    ("kidney transplant in 2018, new back spasm, no fever", "spinal_infection"),
    ("back is worse since the injection last week", "post_procedure"),
    ("had lymphoma 20 years ago. back spasm", "cancer"),
    ("me quitaron un tumor maligno, ahora me duele la espalda", "cancer"),
    ("down 20 lbs without trying, back aches", "cancer"),
    ("theres a new lump next to my spine", "cancer"),
    ("upper back hurts when i take a deep breath", "pulmonary_embolism"),
    ("one calf is swollen and warm", "pulmonary_embolism"),
    ("neck pain and a little lightheaded", "stroke_or_artery_dissection"),
    ("got hives from advil, breathing ok", "allergic_reaction"),
]


@pytest.mark.parametrize(("text", "code"), URGENT)
def test_danger_that_can_wait_hours_is_urgent(text: str, code: str) -> None:
    assert raised(text).get(code) is Tier.URGENT


HARMLESS = [
    "chest day doms and a tight low back",
    "no chest pain, no trouble breathing, just a tight neck",
    "stroke of luck, i'm free at 9",
    "hay fever season again and my back is stiff",
    "had a fever last month, gone now. back spasm from shoveling",
    "im a cancer and a leo moon lol, neck is stiff",
    "my aunt had breast cancer. my neck is stiff from painting",
    "mi tia tuvo cancer, yo solo tengo la espalda trancada",
    "my mom had a stroke at 60, my neck is tight",
    "ando ahogado de trabajo, me cambian la cita?",
    "no tengo fiebre ni dolor de pecho, es la cintura",
    "me dio un aire en la espalda",
    "tore my meniscus in 2019, healed. now its the low back",
    "passed out on the couch watching the game, neck is kinked",
    "flu shot arm is sore, low back 3",
    "i got a stiff neck from sleeping wrong",
    "spin class room was hot, low back tight",
    "the bill gave me a heart attack lol",
    "lost 10 lbs on ozempic, back feels better",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_innocent_danger_words_alarm_nobody(text: str) -> None:
    assert raised(text) == {}


ASKED = [
    ("ripped my back lifting a keg", "aortic"),
    ("the spasm took my breath away for a second", "pulmonary_embolism"),
    ("my usual migraine with the neck knot", "stroke_or_artery_dissection"),
    ("could this be cancer?", "cancer"),
    ("what if i get chest pain on this pill", "cardiac"),
    ("chills all night after my covid booster yesterday", "spinal_infection"),
    ("the muscle relaxer makes me dizzy", "stroke_or_artery_dissection"),
]


@pytest.mark.parametrize(("text", "code"), ASKED)
def test_a_doubt_is_asked_and_not_acted_on(text: str, code: str) -> None:
    assert code in doubted(text)
    assert code not in raised(text)


def test_evidence_quotes_the_words_that_matter() -> None:
    text = "See you Monday! Ah, and ever since lunch there's pressure in my chest."
    spans = {text[m.start : m.end] for m in screen(text).reading.mentions if m.concept == "chest_pain"}
    assert "pressure in my chest" in spans


@pytest.mark.parametrize(
    ("facts", "code", "tier"),
    [
        ({"SE_A": True}, "cardiac", Tier.EMERGENCY),
        ({"SE_B": True}, "aortic", Tier.EMERGENCY),
        ({"SE_C": True}, "stroke_or_artery_dissection", Tier.EMERGENCY),
        ({"SE_D": True}, "meningitis", Tier.EMERGENCY),
        ({"SR_A": True, "area_low_back": True, "severity": 5}, "spinal_infection", Tier.URGENT),
        ({"SR_A": True, "SR_C": True}, "spinal_infection", Tier.EMERGENCY),
        ({"SR_A": True, "severity": 8}, "spinal_infection", Tier.EMERGENCY),
        ({"SR_A": True, "SN_F": True}, "spinal_infection", Tier.EMERGENCY),
        ({"SR_A": True, "area_neck": True}, "meningitis", Tier.EMERGENCY),
        ({"SR_B": True}, "cancer", Tier.URGENT),
        ({"SR_B": True, "SN_F": True}, "cancer", Tier.EMERGENCY),
        ({"SR_C": True}, "spinal_infection", Tier.URGENT),
        ({"SR_C": True, "procedure_named": True}, "post_procedure", Tier.URGENT),
        ({"age": 68, "severity": 9, "onset_sudden": True}, "aortic", Tier.EMERGENCY),
        ({"age": 68, "severity": 9, "onset_unsure": True}, "aortic", Tier.EMERGENCY),
        ({"age": 68, "severity": 9, "onset_gradual": True}, "aortic", Tier.URGENT),
        ({"age": 68, "severity": 9}, "aortic", Tier.URGENT),
    ],
)
def test_letters_and_numbers_raise_what_the_protocol_says(
    facts: dict[str, bool | float], code: str, tier: Tier
) -> None:
    found = {finding.code: finding.tier for finding in load_rules().findings(facts)}
    assert found.get(code) is tier


def test_a_young_person_with_bad_sudden_pain_is_no_aortic_emergency() -> None:
    codes = {finding.code for finding in load_rules().findings({"age": 30, "severity": 9, "onset_sudden": True})}
    assert "aortic" not in codes


def test_spine_injection_letter_without_a_named_procedure_stays_an_infection_risk() -> None:
    assert "post_procedure" not in {finding.code for finding in load_rules().findings({"SR_C": True})}
