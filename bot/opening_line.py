"""A week's opening hours as one short line for a text: "Mon-Fri 9am-1pm & 2pm-6pm, Sat 9am-1pm".

What a newcomer would get wrong: the Spanish days stand without accents on purpose (mie, sab): one accent makes the whole text
dearer, and the clinic's Spanish copy is approved that way.
"""

from collections.abc import Iterable, Mapping

from bot.hours import Block

_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mie", "jue", "vie", "sab", "dom"),
}
_TO = {"en": "{}-{}", "es": "{} a {}"}
_AND = {"en": " & ", "es": " y "}
_MIDNIGHT = {"en": "midnight", "es": "medianoche"}


def line(week: Mapping[int, tuple[Block, ...]], lang: str) -> str:
    """Write a week (0 is Monday) in one line; days with the same hours that follow each other are written together."""
    runs: list[tuple[int, int, tuple[Block, ...]]] = []
    for day in range(7):
        blocks = week.get(day, ())
        if runs and runs[-1][2] == blocks and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day, blocks)
        else:
            runs.append((day, day, blocks))
    return ", ".join(
        f"{_days(first, last, lang)} {_AND[lang].join(_block(block, lang) for block in blocks)}"
        for first, last, blocks in runs
        if blocks
    )


def merged(weeks: Iterable[Mapping[int, tuple[Block, ...]]]) -> dict[int, tuple[Block, ...]]:
    """Join several offices' weeks: open when any of them is."""
    together = list(weeks)
    return {day: _union(block for week in together for block in week.get(day, ())) for day in range(7)}


def _union(blocks: Iterable[Block]) -> tuple[Block, ...]:
    joined: list[Block] = []
    for block in sorted(blocks):
        if joined and block.opens <= joined[-1].closes:
            joined[-1] = Block(joined[-1].opens, max(joined[-1].closes, block.closes))
        else:
            joined.append(block)
    return tuple(joined)


def _days(first: int, last: int, lang: str) -> str:
    names = _DAYS[lang]
    return names[first] if first == last else _TO[lang].format(names[first], names[last])


def _block(block: Block, lang: str) -> str:
    return f"{_time(block.opens, lang)}-{_time(block.closes, lang)}"


def _time(minutes: int, lang: str) -> str:
    if minutes % 1440 == 0:
        return _MIDNIGHT[lang]
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"
