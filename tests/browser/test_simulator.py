"""A stranger in front of the simulator."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, RunningSite
from tests.support.scripted_engine import CALL_911, REMINDER

pytestmark = pytest.mark.browser


def test_typing_and_enter_brings_the_reply_without_leaving_the_page(page: Page) -> None:
    page.goto("/simulator?phone=7")
    page.evaluate("window.stayed = true")
    page.get_by_label("Your text").fill("my lower back locked up at the gym this morning")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Safety check 1 of 3")
    expect(page.get_by_label("Your text")).to_have_value("")
    expect(page.get_by_label("Your text")).to_be_focused()
    assert page.evaluate("window.stayed") is True


def test_one_click_starts_a_story_and_the_next_line_is_offered(page: Page) -> None:
    page.goto("/simulator")
    page.get_by_role("button", name="Mild spasm: home care").click()
    expect(page.get_by_role("log")).to_contain_text("Safety check 1 of 3")
    page.get_by_role("button", name="NONE").click()
    expect(page.locator(".text--patient")).to_have_count(2)
    expect(page.locator("#behind-now")).to_contain_text("Check 1: nerves")


def test_danger_sign_shows_911_and_what_the_line_thinks(page: Page) -> None:
    page.goto("/simulator")
    page.get_by_role("button", name="Numb where you sit").click()
    expect(page.get_by_role("log")).to_contain_text(CALL_911)
    expect(page.locator("#behind-now")).to_contain_text("EMERGENCY_HOLD")


def test_time_jump_brings_the_reminder_by_itself(page: Page, running: RunningSite) -> None:
    page.goto("/simulator?phone=7")
    page.get_by_label("Your text").fill("my back locked up")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Safety check 1 of 3")
    page.get_by_role("button", name="+ 15 min").click()
    expect(page.locator("#clock-now")).to_contain_text("15 min ahead of real time")
    running.work()
    expect(page.get_by_role("log")).to_contain_text(REMINDER)


def test_second_press_while_sending_sends_once(page: Page) -> None:
    page.goto("/simulator?phone=7")
    page.get_by_label("Your text").fill("my back locked up")
    page.evaluate(
        "document.querySelector('.composer__send').click(); document.querySelector('.composer__send').click()"
    )
    expect(page.get_by_role("log")).to_contain_text("Safety check 1 of 3")
    expect(page.locator(".text--patient")).to_have_count(1)


def test_lost_connection_is_said_and_recovers(page: Page, faults: list[str]) -> None:
    page.goto("/simulator?phone=7")
    page.route("**/simulator/updates**", lambda route: route.abort())
    expect(page.get_by_role("alert")).to_contain_text("Not updating since", timeout=15000)
    page.unroute("**/simulator/updates**")
    expect(page.get_by_role("alert")).to_be_hidden(timeout=15000)
    faults.clear()  # the browser reports each request that was cut


def test_everything_works_without_script(browser: Browser, running: RunningSite) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False, base_url=running.address)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/simulator?phone=7")
    page.get_by_label("Your text").fill("my back locked up")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("Safety check 1 of 3")
    for sent in range(2, 6):
        page.get_by_role("button", name="NONE").click()
        expect(page.locator(".text--patient")).to_have_count(sent)
    expect(page.locator(".text--line").last).to_be_in_viewport()
    page.get_by_role("button", name="+ 2 h").click()
    running.work()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text(REMINDER)
    context.close()
