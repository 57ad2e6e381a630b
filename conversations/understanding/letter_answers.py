"""Letters, NONE, YES and NOT SURE in a reply to a letter question (PROTOCOL 2.4).

What a newcomer would get wrong: a letter in a sentence is a word until something sets it apart. It counts where punctuation,
the beginning of the text or plain filler ("la", "just", "so", "i guess") sets it apart, and NONE only where a whole stretch
between punctuation marks says nothing else: "no fever" denies one line of a screen, not the screen.
"""

import re
from collections.abc import Iterator

from conversations.understanding.answer_kinds import (
    NONE,
    NOT_SURE,
    OUT_OF_RANGE,
    UNREADABLE,
    YES,
    Answer,
    AnswerKind,
)
from conversations.understanding.phrases import Words, book, plain, split

_VOWEL_WORDS = frozenset("aeioy")  # letters that are words of English or Spanish too
_CONNECTORS = frozenset({"and", "y", "e", "n", "or", "o", "also", "plus"})
# "b is for the groin?", "is b about the groin?", "o sea la c es debilidad?": a verb of meaning on either side of the letter.
_ASKED_LETTER = re.compile(
    r"(?:^|(?<=[.!?¿\n])|\b(?:so|letter|the|la|el|letra|does|is|es|sea|que|and|y|but|pero|wait|espere|ok|on|for|under)\b)"
    r"[\s,¿\"']*([a-h])\b[\"']?\s*"
    r"(?:is(?! th[ai])|es|means?|significa|ser[ia]a|se refiere|quiere decir|cuenta|counts?|about|like|for|as in)\b"
    r"[^.!?\n]*\?"
)
_STRICT_CONNECTORS = frozenset({"and", "y"})


def read_letters(text: str, letters: str) -> Answer:
    """Read a reply to a screen whose letters are `letters` ("ABCDEF")."""
    allowed = letters.lower()
    strict = _strict(text, allowed)
    if strict is not None:
        return strict
    words = split(text)
    if not words:
        return NOT_SURE if text.strip().strip("?¿ ") == "" and "?" in text else UNREADABLE
    found = book().find(words)
    rest = words.without(found.get("letter_trap", ()))
    unsure = "not_sure" in found
    if "asks_meaning" in found or asks_about_a_letter(text, allowed):
        return UNREADABLE
    picked, negated, out_of_range = _set_apart(rest.without(found.get("not_sure", ())), allowed, text)
    if "all_but" in found and picked:
        picked = [letter for letter in allowed if letter not in picked]
    if picked:
        return Answer(kind=AnswerKind.LETTERS, letters=_ordered(picked), unsure_letters=unsure)
    if _all_of_them(words):
        return Answer(kind=AnswerKind.LETTERS, letters=tuple(letters))
    if _ordinal := _ordinals(words, allowed):
        return Answer(kind=AnswerKind.LETTERS, letters=_ordered(_ordinal), unsure_letters=unsure)
    if set(negated) >= set(allowed):
        return NONE
    if negated:
        return UNREADABLE
    if unsure and _unsure(words, found["not_sure"]):
        return NOT_SURE
    if not unsure and says_none(words, found):
        return NONE
    if says_yes(words, text):
        return YES
    return OUT_OF_RANGE if out_of_range else UNREADABLE


def asks_about_a_letter(text: str, allowed: str = "abcdefgh") -> bool:
    """Does a question of the text ask what a letter stands for ("B es entre las piernas?"), rather than choose it ("B?")?"""
    return any(
        asked[1] in allowed
        for asked in _ASKED_LETTER.finditer(plain(text))
        if not asked[0][:-1].rstrip().endswith((" right", " verdad", " cierto", " ok"))
    )


def says_none(words: Words, found: dict[str, list[tuple[int, int]]]) -> bool:
    """Does a reply to a screen say NONE: a whole first stretch, or a later one in words that cannot mean anything else?"""
    known = book()
    plain_tails = set(_indexes(found.get("none_tail", ())))
    phrases = set(_indexes(found.get("none_phrase", ())))
    first = True
    for stretch in _stretches(words):
        held = [index for index in stretch if index not in plain_tails]
        strong = any(index in phrases or words.words[index] in known.sets["none_strong"] for index in held)
        weak = any(words.words[index] in known.sets["none_word"] for index in held)
        pure = all(
            index in phrases or known.is_all([words.words[index]], "none_strong", "none_word", "none_filler")
            for index in held
        )
        if pure and (strong or (first and weak)):
            return not ("declines" in found and not strong)
        if held and not (pure and not weak):
            first = False
    return False


def says_yes(words: Words, text: str) -> bool:
    """Does a reply begin with a YES that is not just the start of a sentence ("si camino me duele")?"""
    known = book()
    first = first_stretch(words)
    if (
        first
        and known.is_all(first, "yes_word", "yes_strong", "yes_filler")
        and any(word in known.sets["yes_word"] or word in known.sets["yes_strong"] for word in first)
    ):
        return True
    accented = text.strip().lower().startswith("sí")
    opens = words.words[0] in known.sets["yes_strong"] or accented
    return opens and (len(words) == 1 or words.words[1] not in known.sets["none_word"])


def first_stretch(words: Words) -> tuple[str, ...]:
    """The words before the first punctuation mark or but, so, just; at least one word."""
    stretch = next(iter(_stretches(words)), range(0, 1))
    return tuple(words.words[index] for index in stretch) or words.words[:1]


def says_unsure(words: Words, found: dict[str, list[tuple[int, int]]]) -> bool:
    """Does a whole stretch of the reply say nothing but NOT SURE?"""
    return "not_sure" in found and _unsure(words, found["not_sure"])


def _strict(text: str, allowed: str) -> Answer | None:
    """Read a text made of nothing but letters and connectors, in any case; None when it is anything else."""
    words = split(text)
    if not words or any(character.isdigit() for character in text):
        return None
    picked: list[str] = []
    outside = False
    for word in words.words:
        if word in _STRICT_CONNECTORS and len(words) > 1:
            continue
        if len(word) == 1 and word not in allowed:
            if word in "yn":
                return None
            outside = True
        elif len(word) == 1:
            picked.append(word)
        elif _is_run(word, allowed, shouted=text.isupper()):
            picked += word
        else:
            return None
    if picked:
        return Answer(kind=AnswerKind.LETTERS, letters=_ordered(picked))
    return OUT_OF_RANGE if outside else None


def _is_run(word: str, allowed: str, *, shouted: bool) -> bool:
    """Is a word several letters written together ("AC") and not a word of the language ("bad")?"""
    if len(set(word)) != len(word) or any(letter not in allowed for letter in word):
        return False
    return shouted if word in book().sets["spelled_with_letters"] else True


def _set_apart(words: Words, allowed: str, text: str) -> tuple[list[str], list[str], bool]:
    picked: list[str] = []
    negated: list[str] = []
    outside = False
    for number, stretch in enumerate(_stretches(words)):
        run = [words.words[index] for index in stretch]
        letters, refused, strange = _pure(run, allowed, text if number == 0 else "")
        outside = outside or strange
        if not letters and not refused:
            letters = _leading(run, allowed) if number == 0 else []
            letters = letters or _trailing(run, allowed)
        picked += letters
        negated += refused
    return picked, [letter for letter in negated if letter not in picked], outside


def _pure(run: list[str], allowed: str, text: str) -> tuple[list[str], list[str], bool]:
    """Letters of a stretch that holds nothing but letters, filler and yes or no; (chosen, refused, any out of range)."""
    known = book()
    picked: list[str] = []
    refused: list[str] = []
    outside = False
    refuse_next = False
    for position, word in enumerate(run):
        following = run[position + 1] if position + 1 < len(run) else ""
        if len(word) == 1 and word in allowed and not (word in "eo" and picked and following in allowed and following):
            if refuse_next or following in {"no", "nope", "nah"}:
                refused.append(word)
            else:
                picked.append(word)
            refuse_next = False
        elif len(run) == 1 and text[: len(word)].isupper() and _is_run(word, allowed, shouted=True):
            picked += word
        elif word in known.sets["letter_filler"] or word in _CONNECTORS or word in known.sets["yes_strong"]:
            continue
        elif word in {"no", "not"}:
            before = run[position - 1] if position else ""
            refuse_next = before not in refused and before not in known.sets["taking_back"]
        elif word in known.sets["none_strong"] or word in known.sets["none_word"]:
            continue
        elif len(word) == 1 and word.isalpha():
            outside = True
        else:
            return [], [], False
    if not picked and not refused:
        return [], [], outside
    return picked, refused, outside


def _leading(run: list[str], allowed: str) -> list[str]:
    """The letter that a first stretch opens with ("E fue un tropezon", "la E me cai"), when it can be no word."""
    known = book()
    for position, word in enumerate(run):
        if word in known.sets["letter_opener"]:
            continue
        if len(word) != 1 or word not in allowed:
            return []
        named = position > 0 and run[position - 1] in known.sets["letter_name"]
        following = run[position + 1] if position + 1 < len(run) else ""
        if word == "a" and not named:
            return []
        if not named and (
            f"{word} {following}" in known.sets["not_a_letter"] or (word == "e" and following[-2:] in ("do", "to"))
        ):
            return []
        return [word]
    return []


def _trailing(run: list[str], allowed: str) -> list[str]:
    """The letters that a stretch ends with after a word that announces them ("presion alta la B", "guess thats E")."""
    known = book()
    position = len(run)
    while position and (
        (len(run[position - 1]) == 1 and run[position - 1] in allowed)
        or (run[position - 1] in _CONNECTORS and position < len(run))
    ):
        position -= 1
    letters = [word for word in run[position:] if word in allowed]
    if not letters or not position or run[position - 1] not in known.sets["letter_announcer"]:
        return []
    return letters


def _all_of_them(words: Words) -> bool:
    known = book()
    return known.is_all(words.words, "all_word", "all_filler") and any(w in known.sets["all_word"] for w in words.words)


def _ordinals(words: Words, allowed: str) -> list[str]:
    """Letters named by their place in the list: "the last one", "la primera"."""
    known = book()
    picked: list[str] = []
    for stretch in _stretches(words):
        run = [words.words[index] for index in stretch]
        places = [word for word in run if word in known.sets["ordinal"]]
        if not places or not known.is_all(run, "ordinal", "ordinal_filler"):
            continue
        if "one" in run or any(word in known.sets["ordinal_spanish"] for word in run):
            numbers = [ordinal_number(place, len(allowed)) for place in places]
            picked += [allowed[number - 1] for number in numbers if number and number <= len(allowed)]
    return picked


def ordinal_number(word: str, last: int) -> int | None:
    """The number that an ordinal names ("second": 2; "last": `last`); None for any other word."""
    sets = book().sets
    if word in sets["ordinal_last"]:
        return last
    return next((number for number in range(1, 7) if word in sets[f"ordinal_{number}"]), None)


def _unsure(words: Words, spans: list[tuple[int, int]]) -> bool:
    unsure = set(_indexes(spans))
    known = book()
    for stretch in _stretches(words):
        if any(index in unsure for index in stretch) and all(
            index in unsure
            or known.is_all(
                [words.words[index]],
                "none_filler",
                "unsure_filler",
                "yes_strong",
                "yes_word",
                "none_strong",
                "none_word",
            )
            for index in stretch
        ):
            return True
    return False


def _stretches(words: Words) -> Iterator[range]:
    """The stretches of a text that are read on their own: between marks of punctuation, and on each side of but, so, just."""
    splitters = book().sets["splitter"]
    start = 0
    for index in range(len(words) + 1):
        if index == len(words) or words.part[index] != words.part[start] or words.words[index] in splitters:
            if index > start:
                yield range(start, index)
            start = index + 1 if index < len(words) and words.words[index] in splitters else index
    return


def _indexes(spans: list[tuple[int, int]] | tuple[()]) -> Iterator[int]:
    for start, end in spans:
        yield from range(start, end)


def _ordered(letters: list[str]) -> tuple[str, ...]:
    return tuple(sorted({letter.upper() for letter in letters}))
