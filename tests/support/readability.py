"""Reading level of a patient text: Flesch-Kincaid grade for English, Fernandez-Huerta score for Spanish.

What a newcomer would get wrong: texts are measured the way patients read them (PRODUCT 6): each option of a list is a sentence of
its own, and the names of drugs and illnesses, which nobody can make shorter, are left out, as are phone numbers and links.
"""

import re
from dataclasses import dataclass

# Names that a text has to use, and nothing else: there is no shorter word for them.
NAMES = frozenset(
    """
    ibuprofen naproxen aspirin epinephrine osteoporosis asthma diabetes sickle cell tetanus steroid cancer ulcer poison control
    ibuprofeno naproxeno aspirina epinefrina asma falciforme anemia esteroides esteroide tétano cancer ulcera anticoagulante
    yoga pilates mri ck new york national nacional english español
    """.split()
)

# English words whose vowels mislead the counter below.
_ENGLISH = {
    "anyone": 3, "area": 3, "being": 2, "body": 2, "caffeine": 2, "crushed": 1, "does": 1, "every": 2, "everyone": 3, "hives": 1,
    "idea": 3, "medicine": 3, "minutes": 2, "people": 2, "private": 2, "safe": 1, "safety": 2, "science": 2, "someone": 2,
    "something": 2, "sometimes": 2, "sore": 1, "therapist": 3, "therapy": 3, "trouble": 2, "diagnose": 3, "clothes": 1,
    "guardian": 3, "sudden": 2, "visit": 2, "while": 1, "whole": 1, "lower": 2, "poor": 1, "doing": 2, "going": 2,
    "carried": 2, "reaction": 3, "settles": 2, "tired": 1, "fever": 2, "ambulance": 3, "alcohol": 3, "prescribed": 2, "used": 1,
    "eased": 1,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What both formulas are made of."""

    words: int
    sentences: int
    syllables: int


def flesch_kincaid_grade(text: str) -> float:
    """Grade of an English text; six or lower is the limit."""
    counts = count(text, "en")
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def fernandez_huerta(text: str) -> float:
    """Ease of a Spanish text; seventy or higher is the limit."""
    counts = count(text, "es")
    return 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences


def count(text: str, lang: str) -> Counts:
    """Count words, sentences and syllables of what is left without names, numbers of phones, and links."""
    prose = re.sub(r"https?://\S+|\{\w+\}|[\d(][\d() -]{6,}\d", " ", text)
    sentences = [_words(piece) for piece in re.split(r"[.?!:]+(?:\s|$)|\n", prose)]
    sentences = [words for words in sentences if words]
    syllables = english_syllables if lang == "en" else spanish_syllables
    words = [word for sentence in sentences for word in sentence]
    return Counts(words=len(words), sentences=len(sentences), syllables=sum(map(syllables, words)))


def _words(piece: str) -> list[str]:
    """The words of a sentence, without the letter or digit that an option starts with."""
    piece = re.sub(r"^\s*(?:[A-H]|\d) (?=\S)", "", piece)
    return [word for word in re.findall(r"[^\W_]+(?:'[^\W_]+)?", piece.lower()) if word not in NAMES]


def english_syllables(word: str) -> int:
    """Count the syllables of an English word; a number counts as one."""
    bare = word.replace("'", "")
    if bare in _ENGLISH:
        return _ENGLISH[bare]
    groups = len(re.findall(r"[aeiouy]+", bare))
    if (
        (re.search(r"[^aeiouy]e$", bare) and not re.search(r"[^aeiouyl]le$", bare))
        or re.search(r"[^aeioutd]ed$", bare)
        or re.search(r"[^aeiouscxzgh]es$", bare)
    ):
        groups -= 1
    if re.search(r"i[ao]|ua[lt]|eo|ying$|ia[nt]|[aeou]ing$", bare) and not re.search(r"[ct]io|[ct]ia|gio|geo", bare):
        groups += 1
    return max(groups, 1)


def spanish_syllables(word: str) -> int:
    """Count the syllables of a Spanish word: a strong vowel each, weak ones join a neighbour; a number counts as one."""
    if word == "dias":  # sent without its accent, still said in two
        return 2
    bare = re.sub(r"qu(?=[eéi])|gu(?=[eéi])", "g", word)
    bare = re.sub(r"y(?=$)", "i", bare)
    return max(len(re.findall(r"[iuü]*[aeoáéó][iuü]*|[íú]|[iuü]+", bare)), 1)
