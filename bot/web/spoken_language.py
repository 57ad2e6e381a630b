"""Which language a text is in, for the page's `lang` attributes, so that a screen reader picks the right voice.

What a newcomer would get wrong: the contact's language is that of now. A thread may have changed language on its way, so each
text is looked at; only one too short to tell takes the contact's.
"""

from conversations.understanding.language import detect

SPOKEN = frozenset({"en", "es"})


def language_of(body: str | None, contact_lang: str) -> str:
    """The language of a text, the contact's where the text does not tell."""
    found = detect(body) if body else None
    return found if found in SPOKEN else contact_lang
