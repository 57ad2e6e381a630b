"""The simulator's stories under the real protocol: each ends where its title says, in both languages."""

from pathlib import Path

import pytest

from bot.services.simulation import read_phone
from bot.web import stories
from conversations import engine
from conversations.protocol.loader import load_protocol
from conversations.state import Place
from conversations.triage import Disposition
from tests.support.sites import Site, open_site

MOST_TEXTS = 20
ENDS = {
    "home_care": (Disposition.SELF_CARE, Place.SELF_CARE_ACTIVE, "minor_first_spell"),
    "book": (Disposition.BOOK, Place.BOOK_OFFERED, "keeps_returning"),
    "emergency": (Disposition.EMERGENCY, Place.EMERGENCY_HOLD, "cauda_equina"),
    "person": (None, Place.SCREEN_EMERGENCY, None),
    "stop": (None, Place.OPTED_OUT, None),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A demo site that thinks by the shipped protocol."""
    protocol = load_protocol()
    return open_site(
        tmp_path, advance=lambda state, event, now, view: engine.advance(protocol, state, event, now, view)
    )


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("key", ENDS)
def test_story_ends_where_its_title_says(site: Site, key: str, lang: str) -> None:
    story = stories.find(key, lang)
    assert story is not None
    site.text(story.opening)
    said = [story.opening]
    while True:
        case = read_phone(site.line.database, site.line.sealer, "+12125550100")
        assert case is not None
        line = stories.next_line(story, case.question, case.place)
        if line is None or line in {"START", "OK"} or len(said) > MOST_TEXTS:
            break
        site.text(line)
        said.append(line)
    site.line.database.close()
    assert len(said) <= MOST_TEXTS, said
    assert (case.disposition, case.place, case.reason) == ENDS[key]
    assert case.lang == lang
