"""Which language a text is in: a hint for the reply, never a reason not to read it.

What a newcomer would get wrong: most texts are too short to tell, and then the answer is None, not a guess; Spanglish is Spanish;
"other" needs a script we do not use or several words that are no word of ours.
"""

import re
import unicodedata

from conversations.understanding.phrases import book, split

_SPANISH_MARKS = re.compile(r"[¿¡ñ]|\b\w*ción\b", re.IGNORECASE)
_FEW = 2  # hits that make a language out of words that other languages share


def detect(text: str) -> str | None:
    """Return "en", "es", "other" (one that we do not speak), or None when the text is too short to tell."""
    letters = [character for character in text if character.isalpha()]
    if letters and not text.isascii():
        foreign = sum(not unicodedata.name(character, "LATIN").startswith("LATIN") for character in letters)
        if foreign * 2 > len(letters):
            return "other"
    words = split(text).words
    known = book().sets
    english = sum(word in known["english"] for word in words)
    spanish = sum(word in known["spanish"] for word in words) + 2 * bool(_SPANISH_MARKS.search(text))
    other = sum(word in known["foreign"] for word in words)
    sure = any(word in known["foreign_sure"] for word in words)
    if (sure and not english and not spanish) or (other > _FEW and other > english and other > spanish):
        return "other"
    if spanish >= _FEW and spanish * 2 >= english:
        return "es"
    if english > spanish and (english >= _FEW or len(words) <= 3):
        return "en"
    if spanish and not english:
        return "es"
    return None
