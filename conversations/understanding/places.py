"""Where it hurts, in the protocol's place names, in the order of mention."""

from conversations.understanding.phrases import Words, book

NECK, UPPER_BACK, MID_BACK, LOW_BACK, OTHER = "neck", "upper_back", "mid_back", "low_back", "other"
SPINE = (NECK, UPPER_BACK, MID_BACK, LOW_BACK)
_WHOLE_BACK = (UPPER_BACK, MID_BACK, LOW_BACK)


def read_places(words: Words) -> tuple[str, ...]:
    """Return the places a text names; "whole back" is its three parts, and a place outside neck and back is `other`.

    Of overlapping names the longer counts ("between the shoulder blades" names no shoulder). `other` is only given when no
    place of the neck or back is named: "low back and my hip" is the low back.
    """
    found = book().find(words)
    hits = sorted(
        (start - end, start, end, place)
        for place in (*SPINE, OTHER, "several")
        for start, end in found.get(f"place_{place}", ())
    )
    taken: list[tuple[int, int, str]] = []
    for _, start, end, place in hits:
        if not any(start < stop and begin < end for begin, stop, _ in taken):
            taken.append((start, end, place))
    named: list[str] = []
    for _, _, place in sorted(taken):
        named += _WHOLE_BACK if place == "several" else (place,)
    unique = tuple(dict.fromkeys(named))
    return tuple(place for place in unique if place != OTHER) or unique
