"""How bad it is, 0 to 10, in digits or words; the worst stated counts (PROTOCOL 5.2).

What a newcomer would get wrong: most numbers in a text are not a score. An answer to "how bad, 0 to 10?" may be a bare number;
anywhere else the text must say that it is one ("a 6", "7/10", "low back 5").
"""

import re

from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import Words, book, split

_SCALE = re.compile(
    r"\b(?:on |en )?(?:a |una )?(?:scale |escala )?(?:of |from |de |del )?[01] ?(?:-|to|al?|thru|through) ?(?:el )?10\b"
)
_OF_TEN = re.compile(
    r"(\d+(?:\.\d+)?)(?: ?(?:-|to|or|o|a|y) ?(\d+(?:\.\d+)?))? ?(?:/ ?10\b|out of (?:a )?10\b|outta 10\b|of 10\b|de 10\b|sobre 10\b|de los 10\b)"
)
_NOT_A_SCORE = (
    r"(?! ?(?:%|\$|am\b|pm\b|a\.m|p\.m|st\b|nd\b|rd\b|th\b|t[oa]\b|do\b|ro\b|er\b|days?\b|dias?\b|weeks?\b|wks?\b|semanas?\b|hours?\b|hrs?\b|h\b|horas?\b|min|months?\b|mos?\b|meses|mes\b|years?\b|yrs?\b|yo\b|anos?\b|ft\b|feet|foot|pies|lbs?\b|libras|pounds|"
    r"kids|hijos|times|veces|pills?\b|pastillas|advils?\b|ibuprofen|aleves?\b|tylenols?\b|motrins?\b|cups?\b|miles?\b|blocks?\b|people|of (?:them|these|those|us|my)|of\b(?! 10)|nights?\b|noches|hundred|inch|stairs|escalones|flights|beers|mg\b|'?s\b|x\b|reps|sets|floor|piso|:\d|/\d|-?year))"
)
_NUMBER = re.compile(rf"(?<![\d.$:/#])(?<!\bl)(?<!\bc)\b(\d+(?:\.\d+)?)(?![\d.:]*\d){_NOT_A_SCORE}")
_BEFORE_NO_SCORE = re.compile(
    r"\b(?:day|dia|age|edad|im|tengo|since|desde|at|las|around|until|till|apt|room|page|line|dr|#|vertebra|l|c|t|number|no|option|took|tome|take|iphone|world war|not a|not an|not|no es un|no es|hace|the)[ -]?$"
)
_NEGATED_BEFORE = re.compile(r"\b(?:not|not a|not an|isnt a|no es un|no un|no es)[ ]?$")
_SCORED = (
    r"(?:low back|lower back|upper back|mid back|neck|back|cuello|baja|alta|media|espalda|cintura|nuca|pain|dolor|spasms?|espasmo|knot|shoulder blades?|stiff|tight|sore|bad|level|nivel|score|rate it|rating|hamstring|calf|"
    r"lumbar|bottom|meets the shoulder|on the right|on the left|right side|left side|lado derecho|lado izquierdo|paleta|hombro|nowhere tonight|ever had|i ever had|had)"
)
_SAID_BEFORE = re.compile(
    r"(?:\b(?:a|an|un|una|solid|say|meant|about an?|gets to|got to|goes to|down to|up to|hits|quise poner|bajo a|subio a|llega a|anda en|ando en|sigue en|esta en|is like|its like|like an?|probably|maybe|easily|steady|strong|same|from|de)"
    rf"|\b{_SCORED}(?:,|:| is| its| it is| es| esta| at| a| en| como| like| about| maybe| now| still| around| at like| todavia| ya| un)*"
    r"|^(?:like|about|maybe|around|como|still|now|its|it is|is|was|it was|era|a solid|solid|probably|prob|im at|at|todavia|sigue|un|oops|sorry|perdon)(?: a| an| un| like| at| meant| about)*"
    r"|\b(?:(?:it|pain|spasm) was|era|its|it is) (?:a |an |un |like |about )*"
    r")[ ,:]*$"
)
_SAID_AFTER = re.compile(
    r"^ ?(?:$|[.,;!?)\]]|ish\b|-?(?:ish)|(?:de dolor|on the pain|pain|in pain|en dolor|right now|rn|now|today|hoy|ahora|when|whenever|cuando|if|si|straight\w*|laying|lying|sitting|standing|bending|at (?:worst|rest|best|night)|most|mornings|in the|en la|en las|"
    r"since|desde|after|and|y|but|pero|or|o|to|low|lower|upper|mid|neck|al|for me|i|id|lol|maybe|not|with|con|last|yesterday|ayer|anoche|tbh|honestly|out)\b)"
)
_TOP = 10
_TOP_TEN = frozenset({11, 12, 13, 15, 20, 50, 100, 101, 110, 200, 1000, 1000000})


def read_score(text: str) -> int | None:
    """Read the reply to "how bad, 0 to 10?": the worst number in it, else the worst word; None when it holds neither.

    A number followed by a unit ("2 days") is no score, one over ten is ten, a half rounds up, a negated one does not count.
    """
    line = _SCALE.sub(" ", in_figures(text))
    scores = _of_ten(line)
    line = _OF_TEN.sub(" ", line)
    for found in _NUMBER.finditer(line):
        before = line[: found.start()]
        value = float(found[1])
        if _NEGATED_BEFORE.search(before) or (_BEFORE_NO_SCORE.search(before) and not _SAID_BEFORE.search(before)):
            continue
        if value <= 10 or value in _TOP_TEN:
            scores.append(_rounded(value))
    if scores:
        return max(scores)
    return read_word_score(split(text))


def read_stated_score(text: str) -> int | None:
    """Read a score out of any text: only numbers that the text itself says are one, else nothing."""
    line = in_figures(text)
    scores = _of_ten(line)
    line = _OF_TEN.sub(" ", _SCALE.sub(" ", line))
    for found in _NUMBER.finditer(line):
        value = float(found[1])
        before, after = line[: found.start()], line[found.end() :]
        said = _SAID_BEFORE.search(before)
        if value <= _TOP and said and _SAID_AFTER.search(after) and not _NEGATED_BEFORE.search(before):
            scores.append(_rounded(value))
    return max(scores) if scores else None


def read_word_score(words: Words) -> int | None:
    """Read "mild", "fuerte", "unbearable": the worst such word that is not negated; None without one."""
    found = book().find(words)
    known = book()
    for value in (9, 7, 5, 3):
        for start, _ in found.get(f"severe_{value}", ()):
            before = [
                words.words[index]
                for index in range(max(0, start - 2), start)
                if words.part[index] == words.part[start]
            ]
            if not any(word in known.sets["negation"] for word in before):
                return value
    return None


def _of_ten(line: str) -> list[int]:
    scores: list[int] = []
    for found in _OF_TEN.finditer(line):
        if not _NEGATED_BEFORE.search(line[: found.start()]):
            scores += [_rounded(float(number)) for number in found.groups() if number]
    return scores


def _rounded(value: float) -> int:
    return min(10, int(value + 0.5))
