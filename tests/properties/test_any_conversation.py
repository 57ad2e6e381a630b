"""Any patient, any order of texts, silences and staff acts: what must hold of every conversation."""

import os
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.events import EpisodeClosed, HandedBack, OptOutRecorded, StaffTookOver
from conversations.protocol.model import Protocol
from conversations.state import ConversationState, Place
from conversations.triage import Disposition
from tests.support.line import MONDAY_MORNING, SATURDAY_NIGHT, Line

EXAMPLES = 3000 if os.environ.get("PROVE") else 150
SAFETY = ("screen_nerve", "screen_emergency", "screen_risk", "age", "area", "severity", "pattern", "med_safety")

SAID = st.sampled_from(
    """NONE|none|no|nope|A|B|C|D|E|F|H|A C|not sure|idk|yes|Y|N|all|35|67|74|15|not telling|low back 4|neck 3|9|low back 9|
    calf 4|upper back 2|1|2|3|TIPS|BOOK|PERSON|HELP|BACK|RESTART|OK|thanks|STOP|START|en español por favor|wrong number|
    hggfd|ok|lol|...|😷||none B|gone|better|same|worse, way worse|its back again|hi|my lower back locked up at the gym|
    no fever no numbness|ninguna|espalda baja 4|can i take two advil|do you take aetna|i want an appointment|
    my husband has a stiff neck too|what if i go numb down there?|i cant take it anymore|i take eliquis|im 70|
    slipped on ice yesterday|i have had this for 3 weeks|it keeps coming back|stop texting me|Sam|started monday|
    i have a fever|my back hurts and i cant pee|chest pain|here is a nail, ha|no quiero mas mensajes|me quiero morir""".replace(
        "\n", ""
    ).split("|")
)
ANYTHING = st.text(max_size=60)
WAITS = st.sampled_from([timedelta(minutes=m) for m in (1, 6, 11, 16, 130, 250, 26 * 60, 7 * 24 * 60, 31 * 24 * 60)])
STAFF = st.sampled_from([StaffTookOver(staff_name="Ana"), HandedBack(), EpisodeClosed(), OptOutRecorded()])
STEPS = st.lists(st.one_of(SAID, SAID, SAID, ANYTHING, WAITS, STAFF), min_size=1, max_size=22)


def check_step(before: ConversationState, after: ConversationState, protocol: Protocol) -> None:
    """What holds from one state to the next."""
    if after.episode == before.episode and before.disposition is not None:
        assert after.disposition is not None
        assert after.disposition.rank >= before.disposition.rank, "the bot lowered a disposition"
        assert {flag.code for flag in before.flags} <= {flag.code for flag in after.flags}, "a flag was lost"
    if after.opted_out:
        assert after.place is Place.OPTED_OUT
        assert after.question is None
    if after.question is not None:
        assert after.question in protocol.questions
    assert all(at >= (after.started_at or at) for at in after.timers.values())


def check_home_care(line: Line, replies: list[str]) -> None:
    """Home care goes only to who answered every safety question clearly."""
    state = line.state
    if "care.steps" not in replies:
        return
    assert state.disposition in (Disposition.SELF_CARE, Disposition.BOOK)
    assert not state.flags
    for key in SAFETY:
        assert key in state.answers, f"home care without {key}"
        assert state.answers[key].value != "unclear"
    for key in SAFETY[:3]:
        assert line.now - state.answers[key].at <= timedelta(hours=24), f"home care on a stale {key}"


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(
    steps=STEPS,
    clinic=st.sampled_from(["midtown", "total_orthopedics"]),
    start=st.sampled_from([MONDAY_MORNING, SATURDAY_NIGHT]),
    lang=st.sampled_from(["en", "es"]),
    practice=st.sampled_from([False, False, False, True]),
)
def test_no_conversation_lowers_an_outcome_or_texts_who_opted_out(
    steps: list[object], clinic: str, start: object, lang: str, practice: bool
) -> None:
    line = Line(clinic=clinic, start=start, lang=lang, practice=practice)  # type: ignore[arg-type]
    for step in steps:
        before = line.state
        match step:
            case str():
                replies = line.text(step)
            case timedelta():
                replies = line.wait(step)
            case _:
                replies = line.happen(step)  # type: ignore[arg-type]
        after = line.state
        check_step(before, after, line.protocol)
        keys = [reply.key for reply in replies]
        if before.opted_out and after.opted_out:
            assert keys == [], "a text to somebody who opted out"
        if before.owner != "bot" and after.owner != "bot":
            assert all(reply.emergency for reply in replies), "the bot spoke over a person"
        if isinstance(step, str):
            assert len(replies) <= 10, "more texts than one answer may hold"
        check_home_care(line, keys)
        assert not ({"care.steps", "book.outcome", "book.soon"} & set(keys) and after.flags), "booking after a flag"
