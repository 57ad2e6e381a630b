"""What every text must say, and what none may ever say (PROTOCOL 1, 2.7, 4, 10)."""

import re
import tomllib

import pytest

from conversations.wording import LANGUAGES, PLACEHOLDER, WIDEST
from tests.support.compositions import CODES, DIRECTORY, EMERGENCY_CODES, OR_ER, WORDINGS, emergency_text

# The only words that stand without the accent they have in print: each is unmistakable so. Where the bare word is another word
# (si, mas, esta), and in verbs, other words were found.
WITHOUT_THEIR_ACCENT = frozenset("cancer escalofrios ulcera estomago higado presion circulacion infeccion dias".split())
# Words that are spelt with á í ó ú and come up easily here; none may slip in bare.
_NEED_AN_ACCENT = frozenset(
    """
    mas estan dia aqui ahi alli asi rapido medico medica clinica numero automatico diagnostico caida
    opcion atencion inyeccion operacion reaccion direccion corazon razon cirugia vomito musculo musculos fisica fisico
    ultimo ultima ultimas ultimos proximo proxima minimo maximo frio energia habra sera tendra llamara estara podria
    deberia empezo comenzo llamenos avisenos escribanos diganos mandenos ningun algun comun facil dificil
    intimas todavia mayoria sesion lesion linea lineas perdida pagina analgesico sabado miercoles titulo codigo
    """.split()
)


def test_spanish_words_that_need_an_accent_are_not_sent_without_it() -> None:
    words = {word for text in WORDINGS["es"].values() for word in re.findall(r"\w+", text.lower())}
    assert words & (_NEED_AN_ACCENT - WITHOUT_THEIR_ACCENT) == set()


def test_spanish_addresses_the_patient_as_usted() -> None:
    familiar = re.compile(r"\b(tú|tus|te|ti|tienes|puedes|tu|quieres|debes|eres|vas|haz|ven)\b", re.IGNORECASE)
    assert {key: found[0] for key, text in WORDINGS["es"].items() if (found := familiar.search(text))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_question_and_a_line_for_when_it_is_an_emergency(lang: str) -> None:
    wording = WORDINGS[lang]
    assert [code for code in CODES if f"clarify.{code}" not in wording] == []
    lines = [code for code in EMERGENCY_CODES if f"emergency.line.{code}" not in wording]
    assert lines == ["abuse_or_unsafe"]  # PROTOCOL 4.25: no code-specific line
    known = {*CODES, "unclear_emergency_screen"}
    assert {
        key for key in wording if key.startswith(("emergency.line.", "urgent.line.")) and key.split(".")[2] not in known
    } == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", [*CODES, "changed"])
def test_a_doubt_is_one_question_with_the_911_line(lang: str, code: str) -> None:
    text = WORDINGS[lang][f"clarify.{code}"]
    assert "911" in text
    assert text.count({"en": "Reply Y or N.", "es": "Responda S o N."}[lang]) == 1
    before = text.split({"en": "Reply Y or N.", "es": "Responda S o N."}[lang])[0]
    assert before.count("?") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", EMERGENCY_CODES)
def test_an_emergency_text_says_what_the_protocol_demands(lang: str, code: str) -> None:
    text = emergency_text(lang, code)
    assert "911" in text
    assert {"en": "Do not drive yourself.", "es": "No maneje usted."}[lang] in text
    assert ("988" in text) is (code in {"self_harm", "harm_to_others"})
    assert ("1-800-222-1222" in text) is (code == "overdose_or_poisoning")
    assert bool(re.search("nearest ER|sala de emergencias", text)) is (code in OR_ER)


def test_a_self_harm_text_leads_with_988_and_one_of_abuse_with_danger() -> None:
    assert emergency_text("en", "self_harm").index("988") < emergency_text("en", "self_harm").index("911")
    assert emergency_text("es", "self_harm").index("988") < emergency_text("es", "self_harm").index("911")
    assert "oprima 2, o mande AYUDA al 988" in emergency_text("es", "self_harm")
    assert emergency_text("en", "abuse_or_unsafe").startswith("If you are in danger now, call 911.")
    assert emergency_text("es", "abuse_or_unsafe").startswith("Si corre peligro en este momento, llame al 911.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_911_list_names_every_sign_of_the_protocol(lang: str) -> None:
    signs = {
        "en": ("pee", "poop", "numb between the legs", "weak", "chest pain", "trouble breathing"),
        "es": ("orina", "excremento", "adormecido entre las piernas", "fuerza", "duele el pecho", "falta el aire"),
    }[lang]
    for key in ("urgent.list_911", "book.safety_net", "care.call_911"):
        assert [sign for sign in signs if sign not in WORDINGS[lang][key]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_names_a_dose(lang: str) -> None:
    assert [key for key, text in WORDINGS[lang].items() if re.search(r"\d ?(mg|ml|tablet|pastilla|pill)", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_medicine_line_and_what_follows_it_name_an_anti_inflammatory_to_take(lang: str) -> None:
    named = {
        key for key, text in WORDINGS[lang].items() if re.search("ibuprofen|naproxen|advil|motrin|aleve", text.lower())
    }
    warnings = {key for key in named if key.startswith(("emergency.line.", "urgent.line."))}
    assert named - warnings == {"care.step.otc_nsaid", "checkin.better_nsaid"}
    assert [key for key in warnings if not re.search(r"\b[Nn]o\b|[Dd]o not", WORDINGS[lang][key])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_played_down(lang: str) -> None:
    soothing = r"nothing is wrong|only (a )?muscle|don'?t worry|nothing to worry|probably|no se preocupe|no es nada|solo es un m"
    assert [key for key, text in WORDINGS[lang].items() if re.search(soothing, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_to_a_watched_phone_say_nothing_of_why(lang: str) -> None:
    telling = r"abus|violen|hotline|husband|partner|hit|hurt|pareja|marido|ahorc|golpe|maltrat|pega"
    keys = ["abuse.ask", "abuse.yes", "abuse.no", "abuse.time", "emergency.opening_abuse", "clarify.abuse_or_unsafe"]
    assert [key for key in keys if re.search(telling, WORDINGS[lang][key], re.IGNORECASE)] == []
    for number in ("800-942-6906", "844-997-2121", "800-799-7233"):
        assert [key for key, text in WORDINGS[lang].items() if number in text] == ["abuse.hotlines"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_outcome_for_a_pregnancy_does_not_name_it(lang: str) -> None:
    for key in ("emergency.line.pregnancy", "urgent.line.pregnancy"):
        assert not re.search("pregnan|baby|embaraz|parto", WORDINGS[lang][key])


def test_both_languages_offer_the_same_letters_and_digits() -> None:
    for key, english in WORDINGS["en"].items():
        offered = [re.findall(r"\n([A-H]|\d) ", text) for text in (english, WORDINGS["es"][key])]
        assert offered[0] == offered[1], key


def test_every_declared_placeholder_is_used_somewhere() -> None:
    used = {name for wording in WORDINGS.values() for text in wording.values() for name in PLACEHOLDER.findall(text)}
    assert used == WIDEST.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_the_protocol_asks_or_advises_is_worded(lang: str) -> None:
    logic = tomllib.loads((DIRECTORY / "logic.toml").read_text(encoding="utf-8"))
    elsewhere = {
        "clarify_flag": "clarify.changed",
        "checkin_1": "question.checkin",
        "checkin_2": "question.checkin",
        "checkin_consent": "care.consent",
        "safe_to_call": "abuse.ask",
    }
    asked = [elsewhere.get(question["key"], f"question.{question['key']}") for question in logic["question"]]
    advised = [f"care.step.{care['step']}" for care in logic["care"]]
    assert [key for key in (*asked, *advised) if key not in WORDINGS[lang]] == []
    assert {key for key in WORDINGS[lang] if key.startswith("care.step.")} == set(advised)
