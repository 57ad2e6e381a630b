"""What the second reader looks at in a text: words, word beginnings, neighbours, and what kind of sentence they stand in.

What a newcomer would get wrong: the weights (`second_reader.bin`) are learned for exactly these features. Any change here needs
`python scripts/train_second_reader.py` again, and the figures of tests/benchmarks/second_reader.py. The word sets below tell
sentences apart for learning; they decide nothing by themselves.
"""

from dataclasses import dataclass

from conversations.understanding.text import Break, Words, cut

_STEM = 4  # letters kept of a word: "tingling", "tingly", "tinglin" and "dormido", "dormida" become one
_NEGATED_FOR = 5  # words after "no"

_NEGATION = frozenset(
    "no not never without none nor nothing dont doesnt didnt isnt arent wasnt havent hasnt cant cannot wont aint nope "
    "neither denies denied sin nunca ni tampoco nada ningun ninguna jamas".split()
)
_NEGATION_ENDS = frozenset("but except though although however only pero excepto aunque".split())
_RELATIVES = frozenset(
    "mom mum mother dad father brother sister friend neighbor uncle aunt cousin grandma grandpa grandmother grandfather boss "
    "coworker wife husband son daughter roommate mama papa madre padre hermano hermana amiga amigo vecino vecina tio tia primo "
    "prima abuela abuelo jefe esposo esposa marido hijo hija suegra suegro".split()
)
_LONG_AGO = frozenset(
    "ago years year used was were had back then last old history resolved healed hace anos ano antes era tuve tenia tuvo "
    "pasado".split()
)
_JUST_NOW = frozenset(
    "now today tonight just started suddenly sudden since morning this ahora hoy acaba recien repente desde noche".split()
)
_ASKING = frozenset(
    "if would could should what when why does can is how si como cuando que cual por puedo debo".split()
)


@dataclass(frozen=True, kw_only=True)
class Features:
    """The features of one text: each name once, with the words (indexes into `words`) that show it; () for a whole sentence."""

    words: Words
    shown_by: dict[str, tuple[int, ...]]


def features(text: str) -> Features:
    """List the features of a text; the same text always gives the same, in order of first appearance."""
    words = cut(text)
    tokens = [_plain_number(word) if word[0].isdigit() else word for word in words.words]
    negated = _negated(words, tokens)
    whole = [f"!{token}" if no else token for token, no in zip(tokens, negated, strict=True)]
    stems = [f"s:!{token[:_STEM]}" if no else f"s:{token[:_STEM]}" for token, no in zip(tokens, negated, strict=True)]
    shown: dict[str, tuple[int, ...]] = {}
    first = 0
    while first < len(tokens):
        last = first + 1
        while last < len(tokens) and words.breaks[last] is not Break.SENTENCE:
            last += 1
        _neighbours(shown, whole, first, last)
        _neighbours(shown, stems, first, last)
        for kind in _kinds(tokens[first:last], asked=words.asked[first]):
            shown.setdefault(f"x:{kind}", ())
            for index in range(first, last):
                shown.setdefault(f"x:{kind} {whole[index]}", (index,))
        first = last
    return Features(words=words, shown_by=shown)


def _neighbours(shown: dict[str, tuple[int, ...]], names: list[str], first: int, last: int) -> None:
    """Add each word of a sentence with its one or two next words, and the pair around a word."""
    for index in range(first, last):
        one = names[index]
        shown.setdefault(one, (index,))
        if index + 1 < last:
            two = f"{one} {names[index + 1]}"
            shown.setdefault(two, (index, index + 1))
            if index + 2 < last:
                shown.setdefault(f"{two} {names[index + 2]}", (index, index + 1, index + 2))
                shown.setdefault(f"{one} _ {names[index + 2]}", (index, index + 2))


def _negated(words: Words, tokens: list[str]) -> list[bool]:
    """Mark the words that follow a "no" in the same sentence, over a list's commas, up to a "but"."""
    negated: list[bool] = []
    left = 0
    for token, pause in zip(tokens, words.breaks, strict=True):
        if pause is Break.SENTENCE or token in _NEGATION_ENDS:
            left = 0
        negated.append(left > 0 and token not in _NEGATION)
        if token in _NEGATION:
            left = _NEGATED_FOR
        elif left:
            left -= 1 if pause is not Break.CLAUSE or left > 1 else 0
    return negated


def _kinds(tokens: list[str], *, asked: bool) -> str:
    """Tell what kind of sentence this is, one letter each: about a relative, long ago, now, asked, asked by its first word."""
    present = set(tokens)
    return "".join(
        letter
        for letter, holds in (
            ("P", not present.isdisjoint(_RELATIVES)),
            ("A", not present.isdisjoint(_LONG_AGO)),
            ("N", not present.isdisjoint(_JUST_NOW)),
            ("Q", asked),
            ("H", tokens[0] in _ASKING),
        )
        if holds
    )


def _plain_number(word: str) -> str:
    """Keep of a number what matters: small ones themselves, tens, a fever's temperature, a year, a share of ten."""
    if "/" in word:
        return "#of"
    try:
        value = float(word.replace(",", ".").replace(":", "."))
    except ValueError:
        return "#other"
    if 99.5 <= value <= 107:
        return "#fever"
    if 1900 <= value < 2100:
        return "#year"
    if value <= 10:
        return f"#{int(value)}"
    return f"#{int(value) // 10}0s" if value < 100 else "#many"
