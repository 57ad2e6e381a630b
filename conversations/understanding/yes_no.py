"""YES, NO and NOT SURE in a reply to a yes-or-no question.

What a newcomer would get wrong: a reply that begins with "no" is not always a NO ("no problem walking", "no se"), nor "si" a
YES ("si camino me duele"). Only a first stretch that says nothing else, or an unmistakable first word, is read.
"""

from conversations.understanding.answer_kinds import NO, NOT_SURE, UNREADABLE, YES, Answer
from conversations.understanding.letter_answers import first_stretch, says_unsure
from conversations.understanding.phrases import book, split


def read_yes_no(text: str, *, digits: bool = False) -> Answer:
    """Read a yes-or-no reply; with `digits` a bare 1 is YES and a bare 2 is NO."""
    words = split(text)
    if not words:
        return NOT_SURE if "?" in text and not text.strip(" ?¿") else UNREADABLE
    known = book()
    found = known.find(words)
    first = first_stretch(words)
    head = first[0]
    if digits and head in ("1", "2") and known.is_all(first[1:], "yes_filler", "yes_word", "yes_strong"):
        return YES if head == "1" else NO
    if (
        digits
        and head in known.sets["yes_strong"] | known.sets["yes_word"]
        and "1" in words.words[1:3]
        and len(words) <= 3
    ):
        return YES
    starts = {group for group, spans in found.items() if any(start == 0 for start, _ in spans)}
    if "yes_despite_no" in starts:
        return YES
    if (0, len(first)) in found.get("no_stretch", ()) and "unsure_firm" not in found:
        return NO
    if head in known.sets["no_word"] and any(word in known.sets["no_trap"] for word in first[1:3]):
        return UNREADABLE  # "no feeling down there", "no puedo": the "no" is the symptom, not the answer
    if "no_phrase" in starts and not {"unsure_firm", "yes_phrase"} & set(found):
        return NO
    if says_unsure(words, found):
        return NOT_SURE
    if head in known.sets["no_word"] and not (head == "na" and len(first) > 1):
        if "unsure_firm" in found:
            return NOT_SURE
        return UNREADABLE if _turns_to_yes(words.words[1:]) else NO
    if "yes_phrase" in starts:
        return YES
    accented = text.strip().lower().startswith(("sí", "¡sí"))
    if head in known.sets["yes_strong"] or accented:
        following = words.words[1] if len(words) > 1 else ""
        return UNREADABLE if following in known.sets["no_word"] and head not in {"si"} and len(first) < 3 else YES
    if head in known.sets["yes_word"] and known.is_all(first, "yes_word", "yes_strong", "yes_filler"):
        return YES
    if head == "si" and len(first) > 1 and first[1] in known.sets["splitter"] | known.sets["yes_goes_on"]:
        return YES
    return UNREADABLE


def _turns_to_yes(rest: tuple[str, ...]) -> bool:
    """ "no yes", "no wait yes": the reply takes its NO back."""
    return any(word in book().sets["yes_strong"] for word in rest[:3])
