"""The flags of PROTOCOL 4.14 to 4.23, 4.25, 4.29, 4.30, 4.32 and 4.34, read from single texts.

What a newcomer would get wrong: a text must raise its own code at its own tier, but may raise others beside it. Rows marked "ask"
must leave a doubt and no certain flag of that code.
"""

from datetime import date

import pytest

from conversations.flagging import RuleBook
from conversations.protocol.rule_files import load_rules
from conversations.screening import screen_text

TODAY = date(2026, 11, 20)
OTHER = frozenset(
    "rhabdomyolysis heat_illness tetanus dystonic_reaction kidney_or_urinary pregnancy child self_harm overdose_or_poisoning gi_bleed "
    "abuse_or_unsafe sickle_cell shingles harm_to_others other_emergency other_urgent".split()
)

# PROTOCOL section 11.
WORKED = [
    ("30 weeks, back pain every 5 min", "pregnancy", "emergency"),
    ("my 4 yr old has back pain and wont walk", "child", "emergency"),
    ("pee looks like coca cola after spin class", "rhabdomyolysis", "emergency"),
    ("pee is dark yellow, cramping in heat", "rhabdomyolysis", "ask"),
    ("cramps all over from roofing in the heat for 2 hrs, not confused", "heat_illness", "urgent"),
    ("cant open my jaw, neck and back spasms, stepped on nail last wk", "tetanus", "emergency"),
    ("neck twisting since reglan yesterday", "dystonic_reaction", "urgent"),
    ("i dont want to be alive with this", "self_harm", "emergency"),
    ("i cant take it anymore", "self_harm", "ask"),
    ("took 3 flexeril and some wine cant keep my eyes open", "overdose_or_poisoning", "emergency"),
    ("been on aleve, poop is black like tar", "gi_bleed", "emergency"),
    ("my boyfriend pushed me, back hurts", "abuse_or_unsafe", "urgent"),
    ("he choked me last night, neck spasm", "abuse_or_unsafe", "emergency"),
    ("me quiero morir", "self_harm", "emergency"),
    ("sickle cell, back pain crisis, no fever", "sickle_cell", "urgent"),
    ("burning rash stripe on one side of my back", "shingles", "urgent"),
]

HARD = [
    # Self-harm: passive, hidden in other business, of somebody else, never silenced by a "no".
    ("honestly dont think id be sad if i went to sleep and that was it", "self_harm", "emergency"),
    ("nobody would have to deal with me anymore if i was gone", "self_harm", "emergency"),
    ("sometimes i wish the surgery had killed me", "self_harm", "emergency"),
    ("i keep picturing driving off the bridge", "self_harm", "emergency"),
    ("my wife says she wants to end it, two yrs of this back pain", "self_harm", "emergency"),
    ("lol jk but fr i wanna kms", "self_harm", "emergency"),
    ("can you do thursday? anyway been cutting myself again", "self_harm", "emergency"),
    ("a veces quisiera cerrar los ojos y ya no abrirlos", "self_harm", "emergency"),
    ("mi hermana me dijo que ya no quiere vivir", "self_harm", "emergency"),
    ("tengo ganas de tirarme del balcon", "self_harm", "emergency"),
    ("no im not suicidal", "self_harm", "ask"),
    ("whats the point anymore", "self_harm", "ask"),
    ("ya no puedo mas", "self_harm", "ask"),
    ("this hold music makes me want to die lol", "self_harm", "ask"),
    # Overdose and poison.
    ("popped 6 somas", "overdose_or_poisoning", "emergency"),
    ("my kid swallowed one of my flexerils", "overdose_or_poisoning", "emergency"),
    ("forgot i took my gabapentin and took it again, so sleepy", "overdose_or_poisoning", "emergency"),
    ("drank a whole bottle of wine with my percocet", "overdose_or_poisoning", "emergency"),
    ("tome 8 pastillas de ibuprofeno de una vez", "overdose_or_poisoning", "emergency"),
    ("mezcle tramadol con cerveza", "overdose_or_poisoning", "emergency"),
    ("co alarm going off and we all have headaches", "overdose_or_poisoning", "emergency"),
    # Bleeding from the gut.
    ("my stool is black and smells awful", "gi_bleed", "emergency"),
    ("threw up and it looked like coffee grounds", "gi_bleed", "emergency"),
    ("vomite sangre", "gi_bleed", "emergency"),
    ("a streak of blood on the toilet paper", "gi_bleed", "urgent"),
    ("stomach has been burning since i started the naproxen", "gi_bleed", "urgent"),
    ("black stool but i take iron pills", "gi_bleed", "ask"),
    # Violence, control, a watched phone.
    ("dont text back he checks my phone", "abuse_or_unsafe", "urgent"),
    ("he keeps me in the house and i cant use the phone unless hes there", "abuse_or_unsafe", "urgent"),
    ("told them i slipped. it wasnt a fall", "abuse_or_unsafe", "urgent"),
    ("mi marido me empujo contra la pared", "abuse_or_unsafe", "urgent"),
    ("he threw me at the counter and hes still here drinking", "abuse_or_unsafe", "emergency"),
    ("the aide yanks my mother around and she has bruises", "abuse_or_unsafe", "emergency"),
    ("esta en la sala con un cuchillo, no me llamen", "abuse_or_unsafe", "emergency"),
    # Urine, stones, muscle, heat.
    ("burns when i pee", "kidney_or_urinary", "urgent"),
    ("stone again, side to groin", "kidney_or_urinary", "urgent"),
    ("me arde al orinar y tengo fiebre", "kidney_or_urinary", "emergency"),
    ("burning pee and only have the one kidney", "kidney_or_urinary", "emergency"),
    ("orino color coca cola", "rhabdomyolysis", "emergency"),
    ("pee is kinda dark today", "rhabdomyolysis", "ask"),
    ("roofing all day in this heat, threw up twice", "heat_illness", "emergency"),
    ("mi esposo trabajo en el sol y esta hablando disparates", "heat_illness", "emergency"),
    # Pregnancy and children.
    ("preggo 10 wks and my back hurts", "pregnancy", "urgent"),
    ("my period is 9 days late, low back aches", "pregnancy", "urgent"),
    ("had my baby 3 wks ago, back spasm", "pregnancy", "urgent"),
    ("havent felt the baby all day, 35 weeks", "pregnancy", "emergency"),
    ("estoy embarazada y estoy sangrando", "pregnancy", "emergency"),
    ("im 15 and my back hurts", "child", "urgent"),
    ("can u see my 8th grader, tweaked his back", "child", "urgent"),
    ("mi hija de 13 se trabo el cuello", "child", "urgent"),
    ("daughter is 6. fever 102 and she wont put weight on her leg", "child", "emergency"),
    ("mi niño de 2 años no quiere caminar", "child", "emergency"),
    # Jaw, drugs, blood, skin.
    ("no puedo abrir la boca y el cuello duro", "tetanus", "emergency"),
    ("my jaw clicks like always and my neck is stiff", "tetanus", "ask"),
    ("my tongue is sticking out since they gave me compazine", "dystonic_reaction", "emergency"),
    ("can phenergan make your neck twist up?", "dystonic_reaction", "ask"),
    ("i have ss disease and my chest hurts", "sickle_cell", "emergency"),
    ("tengo falcemia y me duele la espalda", "sickle_cell", "urgent"),
    ("me salio culebrilla en la cintura", "shingles", "urgent"),
    ("blisters on my forehead and by the eye, neck hurts", "shingles", "emergency"),
    # Threats, and other danger to life.
    ("im going to stab my boss", "harm_to_others", "emergency"),
    ("le voy a dar un tiro al que me choco", "harm_to_others", "emergency"),
    ("somebodys getting hurt if i dont get a call", "harm_to_others", "urgent"),
    ("cut my arm and the bleeding wont stop", "other_emergency", "emergency"),
    ("theres a gas smell in my apt", "other_emergency", "emergency"),
    ("mi papa se atraganto y no puede toser", "other_emergency", "emergency"),
    ("havent pooped in 6 days since the percocet", "other_urgent", "urgent"),
]

HARMLESS = [
    "this pain is killing me",
    "im dying over here, back is toast",
    "i could kill for a massage",
    "my trainer beat me up yesterday, sore all over",
    "my kids climb on me all day, back is shot",
    "took my meds this morning like the label says",
    "how many advil can i take in a day",
    "overdosed on netflix all weekend, stiff neck",
    "wife is gonna kill me if i lift that again",
    "no burning no blood, pee is normal",
    "took on too much at work this month",
    "rec league had us running suicides, low back tight",
    "stopped at the rowing machine, low back grabbed",
    "i coach 12 year olds, pulled my back",
    "as a kid i hurt my back",
    "my partner pushed me to text you guys",
    "got mums from the garden, just a sore back",
    "heating pad helps, what about ice",
    "cut myself shaving, anyway back is better",
    "me muero de dolor de cuello",
    "este dolor me mata",
    "mi jefe me va a matar si falto",
    "la embarazada es mi hermana, yo solo tengo el nudo en la espalda",
    "me dio un aire y se me trabo la espalda",
]


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules()


def found(book: RuleBook, text: str, code: str) -> str:
    judgement = screen_text(book, text, today=TODAY).judgement
    for finding in judgement.flags:
        if finding.code == code:
            return str(finding.tier)
    return "ask" if any(finding.code == code for finding in judgement.doubts) else "nothing"


@pytest.mark.parametrize(("text", "code", "outcome"), WORKED + HARD)
def test_a_text_raises_its_flag_at_its_tier(book: RuleBook, text: str, code: str, outcome: str) -> None:
    assert found(book, text, code) == outcome


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_raise_nothing(book: RuleBook, text: str) -> None:
    judgement = screen_text(book, text, today=TODAY).judgement
    assert [finding.code for finding in (*judgement.flags, *judgement.doubts) if finding.code in OTHER] == []


def test_a_denied_wish_to_die_is_still_asked_about(book: RuleBook) -> None:
    assert found(book, "no thoughts of killing myself", "self_harm") == "ask"


def test_someone_elses_pregnancy_is_not_the_patients(book: RuleBook) -> None:
    assert found(book, "my sister is pregnant so i moved her couch", "pregnancy") == "nothing"
