"""The README's pictures, taken of the real protocol at work. SCREENSHOTS=1 writes them to docs/screenshots."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conversations import engine
from conversations.protocol.loader import load_protocol
from tests.browser.conftest import DESKTOP, RunningSite, log_in, run_site

pytestmark = pytest.mark.browser

KEPT = Path("docs/screenshots")

PATIENTS = (
    (("how much advil can i take with flexeril?",), timedelta(minutes=95)),
    (("Quiero hablar con una persona",), timedelta(minutes=24)),
    (("low back spasm since monday, now fever 101 and chills",), timedelta(minutes=8)),
    (
        ("lower back locked up lifting boxes yesterday", "NONE", "wait, i also cant feel when i wipe lol"),
        timedelta(),
    ),
)
"""What each patient texts, and how long it is until the next one does."""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go."""
    if os.environ.get("SCREENSHOTS") != "1":
        return tmp_path
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT


def fill_the_inbox(running: RunningSite) -> None:
    """Let patients of every urgency text, the most urgent last."""
    for index, (texts, pause) in enumerate(PATIENTS):
        for text in texts:
            running.site.text(text, phone=20 + index)
        running.site.real.forward(pause)
    running.site.real.forward(timedelta(minutes=2))


def follow_a_story(page: Page) -> None:
    """Go from a mild spasm to the home-care steps by the lines that are offered."""
    page.goto("/simulator")
    page.get_by_role("button", name="Mild spasm").click()
    offered = page.locator(".quick__next")
    for sent in range(1, 9):
        expect(page.locator(".text--patient")).to_have_count(sent)
        if offered.inner_text() == "1":
            break
        offered.click()
    expect(page.locator("#behind-now")).to_contain_text("Home care")
    page.get_by_label("Your text").blur()


def test_pictures_show_a_story_an_inbox_and_its_evidence(browser: Browser, tmp_path: Path, pictures: Path) -> None:
    protocol = load_protocol()
    with run_site(
        tmp_path, lambda state, event, now, view: engine.advance(protocol, state, event, now, view), protocol.version
    ) as running:
        page = browser.new_page(viewport=DESKTOP, base_url=running.address)  # type: ignore[arg-type]
        follow_a_story(page)
        page.screenshot(path=pictures / "simulator.png")
        fill_the_inbox(running)
        log_in(page)
        expect(page.locator(".chip--emergency, .chip--urgent, .chip--same_day").first).to_be_visible()
        page.screenshot(path=pictures / "inbox.png")
        page.locator(".queue__row").first.click()
        expect(page.locator("mark.evidence").first).to_be_visible()
        page.screenshot(path=pictures / "thread.png")
        page.close()
    assert all((pictures / f"{name}.png").stat().st_size > 10_000 for name in ("simulator", "inbox", "thread"))
