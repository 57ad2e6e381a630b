"""The copy of the protocol: what a text may cost, how easy it must read, and what it may never say.

Compositions follow the order of PROTOCOL 1.1 to 1.4, with the widest values a clinic may give.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conversations.errors import ProtocolError
from conversations.sms_text import count_parts, units
from conversations.wording import LANGUAGES, LONG_PARTS, PARTS, PLACEHOLDER, load_wordings, text_faults, widest
from tests.support.readability import english_syllables, fernandez_huerta, flesch_kincaid_grade, spanish_syllables

DIRECTORY = Path(__file__).parents[2] / "conversations" / "protocols" / "neck_back_spasm"
WORDINGS = load_wordings(DIRECTORY)
CODES: list[str] = tomllib.loads((DIRECTORY / "red_flags" / "catalogue.toml").read_text())["codes"]
OR_ER: list[str] = tomllib.loads((DIRECTORY / "logic.toml").read_text())["emergency"]["or_er"]
OWN_OPENING = {"self_harm": "self_harm", "overdose_or_poisoning": "overdose", "abuse_or_unsafe": "abuse"}
EMERGENCY_CODES = [code for code in CODES if code not in {"nerve_root", "other_urgent"}] + ["unclear_emergency_screen"]
TEXT_911 = {
    "en": "Can't talk? In NYC you can text 911.",
    "es": "¿No puede hablar? En NYC puede mandar un texto al 911.",
}
SCREENS = ("screen_nerve", "screen_emergency", "screen_risk")
# Steps of PROTOCOL 7; those in braces exclude each other: back or neck, medicine line or ask-first line.
CARE_STEPS = ("pause", "ice", "heat", "{rest}", "walk", "{medicine}", "water", "caffeine", "stress", "stretch")

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


def compositions(lang: str) -> Iterator[tuple[str, str, int]]:
    """Every text that is put together from several, with the parts it may take."""
    wording = WORDINGS[lang]
    long, short = LONG_PARTS[lang], PARTS[lang]

    def joined(*keys: str) -> str:
        return " ".join(widest(wording[key]) for key in keys)

    for code in EMERGENCY_CODES:
        yield f"emergency: {code}", emergency_text(lang, code), long
    for code in [None, *CODES]:
        line = f"urgent.line.{code}"
        for promise in ("open", "on_call", "closed"):
            keys = [f"urgent.{promise}", line, "urgent.list_911", "urgent.no_new_medicine"]
            yield f"urgent, {promise}: {code}", joined(*(key for key in keys if key in wording)), long
    how = widest(wording["book.how"])
    for outcome in ("outcome", "soon", "out_of_area"):
        keys = ["book.same_day", *(() if outcome == "out_of_area" else ("book.tips_line",)), "book.safety_net"]
        first = wording[f"book.{outcome}"].replace("{how_to_book}", how)
        yield f"book.{outcome}", f"{first} {joined(*keys)}", long
    for key in ("book.asked", "checkin.same"):
        yield key, wording[key].replace("{how_to_book}", how), short
    for name, text in care_texts(lang):
        yield name, text, long
    yield "when to stop", joined("care.stop_when", "care.call_911", "care.any_time", "care.consent"), long
    for screen in SCREENS:
        yield f"later episode: {screen}", joined("start.standing", "start.for_person", f"question.{screen}"), long
        yield f"asked again: {screen}", joined("reask.letters", "start.for_person", f"question.{screen}"), long
        yield f"resumed: {screen}", joined("wait.recap", "start.for_person", f"question.{screen}"), long
    yield "urgent.thanks with the name", joined("urgent.thanks", "question.caller_name"), short
    yield "notice with the other language", joined("start.notice", "start.language_hint"), short
    yield "checkin.better with the medicine line", joined("checkin.better", "checkin.better_nsaid"), short
    yield "checkin.gone with prevention.one", joined("checkin.gone", "prevention.one"), short
    yield "practice, self_harm", joined("system.practice_emergency", "system.practice_988", "system.practice"), short
    yield "person, closed, with more questions", joined("command.person_closed", "command.person_continue"), short


def emergency_text(lang: str, code: str) -> str:
    """The EMERGENCY text of a code as PROTOCOL 1.1 orders it, with the longer of its two endings."""
    wording = WORDINGS[lang]
    opening = f"opening_{OWN_OPENING[code]}" if code in OWN_OPENING else "opening_or_er" if code in OR_ER else "opening"
    keys = [f"emergency.{opening}", "emergency.no_driving"]
    if code != "abuse_or_unsafe":
        keys.append(f"emergency.line.{code}")
    ending = max(("emergency.alerted", "emergency.closed"), key=lambda key: units(wording[key]))
    return " ".join([*(wording[key] for key in [*keys, ending]), TEXT_911[lang], wording["emergency.ack"]])


def care_texts(lang: str) -> Iterator[tuple[str, str]]:
    """The fullest home care that a patient can get, over every choice that excludes another."""
    wording = WORDINGS[lang]
    for rest in ("knees_up", "neck_pillow"):
        for medicine in ("otc_nsaid", "ask_first"):
            steps = [step.format(rest=rest, medicine=medicine) for step in CARE_STEPS]
            for intro, more in (("care.intro", []), ("care.intro_book", ["pt"])):
                lines = [wording[intro], *(wording[f"care.step.{step}"] for step in [*steps, *more])]
                yield f"{intro}, {rest}, {medicine}", "\n".join(lines)


def whole_texts(lang: str) -> Iterator[tuple[str, str]]:
    """Everything a patient reads as one text: compositions, and the copy that is sent by itself."""
    pieces = (
        "start.standing",
        "start.for_person",
        "start.language_hint",
        "emergency.",
        "urgent.l",
        "urgent.no_",
        "care.",
        "book.t",
    )
    for name, text, _ in compositions(lang):
        yield name, text
    for key, text in WORDINGS[lang].items():
        if not key.startswith(pieces) and "{how_to_book}" not in text:
            yield key, widest(text)


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


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A small sound pair of files to break."""
    write(tmp_path, en='[command]\nhelp = "Call {phone}."\n', es='[command]\nhelp = "Llame al {phone}."\n')
    return tmp_path


def write(directory: Path, **files: str) -> None:
    """Write language files."""
    for lang, text in files.items():
        (directory / f"{lang}.toml").write_text(text, encoding="utf-8")


def faults_of(directory: Path) -> tuple[str, ...]:
    """The faults for which the files are refused."""
    with pytest.raises(ProtocolError) as refused:
        load_wordings(directory)
    return refused.value.faults


def test_nested_tables_become_dotted_keys(directory: Path) -> None:
    assert load_wordings(directory)["es"]["command.help"] == "Llame al {phone}."


def test_a_key_of_one_language_alone_is_refused(directory: Path) -> None:
    write(directory, es='[command]\nhelp = "Llame al {phone}."\nextra = "Hola."\n')
    assert faults_of(directory) == ("en.toml: command.extra: is missing, es.toml has it",)


def test_a_placeholder_of_one_language_alone_is_refused(directory: Path) -> None:
    write(directory, es='[command]\nhelp = "Llame."\n')
    assert faults_of(directory) == ("es.toml: command.help: lacks the placeholder {phone} that en.toml has",)


def test_every_fault_of_both_files_is_listed_at_once(directory: Path) -> None:
    write(directory, en="[command]\nhelp = 5\n", es='[command]\nhelp = "Llámenos al {fone}."\n')
    faults = faults_of(directory)
    assert "en.toml: command.help: is not a text" in faults
    assert any("unknown placeholder {fone}" in fault for fault in faults)
    assert any("á would more than double the cost" in fault for fault in faults)


@pytest.mark.parametrize("broken", ["[command", "x = 1 = 2"])
def test_a_file_that_is_no_toml_is_named(directory: Path, broken: str) -> None:
    write(directory, en=broken)
    assert [fault.partition(":")[0] for fault in faults_of(directory)] == ["en.toml"]


def test_a_missing_file_is_named(directory: Path) -> None:
    (directory / "es.toml").unlink()
    assert faults_of(directory) == ("es.toml: the file is missing",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("Call us. ", "begins or ends with a space"),
        ("Don’t wait", "would more than double the cost"),
        ("Call {Phone}", "a brace that is no placeholder"),
        ("Reply YES or NO", "YES is a word that phone carriers act on"),
        ("Reply stop to go on", "STOP is a word that phone carriers act on"),
        ('Reply with "End"', "END is a word that phone carriers act on"),
        ("1 book\n2 CANCEL", "CANCEL is a word that phone carriers act on"),
        ("Reply HELP", "HELP is a word that phone carriers act on"),
        ("a" * 460, "takes 4 parts; 3 is the limit"),
    ],
)
def test_a_text_unfit_to_send_says_why(text: str, says: str) -> None:
    assert any(says in fault for fault in text_faults("book.how", text, "en"))


@pytest.mark.parametrize(
    "text", ["Reply Y or N.", "Does it stop when you rest?", "Have you tried ice? A Yes, and no better", "{phone}"]
)
def test_a_text_fit_to_send_has_no_fault(text: str) -> None:
    assert list(text_faults("book.how", text, "en")) == []


def test_a_letter_screen_may_be_longer_than_other_texts() -> None:
    assert list(text_faults("question.screen_risk", "a" * 612, "en")) == []
    assert list(text_faults("question.screen_risk", "a" * 613, "en")) == ["takes 5 parts; 4 is the limit"]


def test_only_the_notices_name_a_carrier_word() -> None:
    assert list(text_faults("start.notice", "Reply HELP for help, STOP to end.", "en")) == []
    assert list(text_faults("book.how", "Reply HELP for help, STOP to end.", "en")) != []


def test_every_placeholder_of_the_copy_is_declared() -> None:
    used = {name for wording in WORDINGS.values() for text in wording.values() for name in PLACEHOLDER.findall(text)}
    assert {"clinic", "phone", "how_to_book"} <= used
