"""Does a whole text tell of something long known, examined or only asked about, with nothing that began lately?

What a newcomer would get wrong: this lowers nothing that the rules found. It only keeps the second reader from guessing at texts
such as "a bulging disc since 2019, is yoga safe?", which are full of the words of danger and tell none.
"""

import re

from conversations.understanding.findings import Certainty, Mention
from conversations.understanding.text import fold

_LONG_KNOWN = re.compile(
    r"\b(?:years?|yrs|decades?|forever|chronic|for ages|(?:19|20)\d\d|always|since (?:college|childhood|i was)"
    r"|anos|cronic[oa]|siempre|desde (?:nin[oa]|chic[oa]))\b"
)
_EXAMINED = re.compile(
    r"\b(?:mris?|x-?rays?|scans?|ct|emg|report|diagnos\w+|doctors?|dr|surgeon|physio|specialist|podiatrist|dentist"
    r"|neurologist|ortho\w*|cleared|normal|resonancia|placas?|radiografia\w*|doctora?|ortopedista|especialista"
    r"|diagnostic\w+|densitometria|estudios?|infiltracion\w*)\b"
)
_ASKED = re.compile(
    r"\?|^\s*(?:is|are|can|could|does|do|should|what|which|how|why)\b|\b(?:worth it|or not|any (?:tips|advice))\b"
)
_LATELY = re.compile(
    r"\b(?:sudden\w*|today|tonight|yesterday|last night|this (?:morning|week|afternoon|evening|am)"
    r"|since (?:(?:mon|tues|wednes|thurs|fri|satur|sun)\w*|last night|yesterday|the weekend|my)"
    r"|since the (?:shot|injection|surgery|fall|crash|accident)|new|brand|just started"
    r"|now (?:i|my|the|it|both|have|has|in|developed|cant|can't)|developed|lately|started|woke|can'?t|cannot|won'?t"
    r"|weak\w*|numb\w*|hoy|ayer|anoche|antier|desde el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
    r"|de repente|nuev[oa]|amaneci|empezo|ahora (?:me|se|no|la|el)|no puedo|no siento|dormid[oa]s?|debil)\b"
)
# Why the rules left out the very words that the second reader worries about.
_SETTLED = (
    "someone else", "past", "still to come", "supposed", "long known", "known", "unchanged", "an animal", "over", "explained",
)  # fmt: skip


def tells_only_old_stories(text: str) -> bool:
    """Is a text about something long known or examined that is asked about, and nothing in it began lately?"""
    folded = fold(text)
    known = _LONG_KNOWN.search(folded) is not None or _EXAMINED.search(folded) is not None
    return known and _ASKED.search(folded) is not None and _LATELY.search(folded) is None


def is_settled(spans: tuple[tuple[int, int], ...], mentions: tuple[Mention, ...]) -> bool:
    """Did the rules read the words at these places, and leave them out for what stands around them?"""
    return any(
        mention.certainty in (Certainty.EXCLUDED, Certainty.UNCHANGED)
        and mention.because.startswith(_SETTLED)
        and any(mention.start < end and start < mention.end for start, end in spans)
        for mention in mentions
    )
