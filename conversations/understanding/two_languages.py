"""Which lexicon to believe where both read the same words: "cancer", "fever" and "headache" stand in both.

What a newcomer would get wrong: this never chooses a language for the text. Texters mix; only the words around one mention say
which grammar ("mi tia tiene", "my aunt has") it belongs to, and only where the two readings disagree.
"""

from collections.abc import Mapping, Sequence

from conversations.understanding.findings import Mention
from conversations.understanding.lexicon import Language
from conversations.understanding.text import Words

AROUND = 8  # words on either side of a mention that say which language it stands in


def settle(
    words: Words, readings: Mapping[str, Sequence[Mention]], languages: Sequence[Language]
) -> tuple[Mention, ...]:
    """Join the readings of all languages; of two that disagree about the same words, keep the one whose grammar surrounds them.

    Where the words around belong to neither more than to the other, both stay and the more certain counts.
    """
    kept: list[Mention] = []
    for lang, mentions in readings.items():
        for mention in mentions:
            rivals = {name for name, others in readings.items() if name != lang and _disagree(mention, others)}
            if rivals:
                lean = _lean(words, mention, languages)
                if lean[lang] < max(lean[name] for name in rivals):
                    continue
            kept.append(mention)
    return tuple(kept)


def _disagree(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(
        other.concept == mention.concept
        and other.certainty is not mention.certainty
        and other.start < mention.end
        and mention.start < other.end
        for other in others
    )


def _lean(words: Words, mention: Mention, languages: Sequence[Language]) -> dict[str, int]:
    """Count each language's own small words around a mention; over the whole text when there are none."""
    small = {language.lang: language.fillers | language.clause_openers | language.negators for language in languages}
    own = {lang: mine.difference(*(small[name] for name in small if name != lang)) for lang, mine in small.items()}
    inside = [place for place, start in enumerate(words.starts) if mention.start <= start < mention.end]
    low, high = (inside[0] - AROUND, inside[-1] + AROUND) if inside else (0, len(words))
    near = words.words[max(low, 0) : high + 1]
    counts = {lang: sum(word in known for word in near) for lang, known in own.items()}
    if not any(counts.values()):
        counts = {lang: sum(word in known for word in words.words) for lang, known in own.items()}
    return counts
