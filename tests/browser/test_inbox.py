"""Staff at work: by keyboard, with a page that keeps itself current."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, RunningSite, log_in, open_page

pytestmark = pytest.mark.browser


def test_urgent_ticket_is_found_opened_and_understood_by_keyboard_alone(page: Page, running: RunningSite) -> None:
    running.site.text("I want a person", phone=3)
    running.site.text("my crotch feels numb", phone=7)
    log_in(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the list")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".queue__row").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Patient ending 0107")).to_be_visible()
    expect(page.locator("mark.evidence")).to_have_text("crotch feels numb")
    flag = page.get_by_role("link", name="Red flag: Bladder, bowel or saddle change")
    flag.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".flag-card")).to_be_in_viewport()


def test_new_text_appears_in_the_open_thread_by_itself(page: Page, running: RunningSite) -> None:
    running.site.text("I want a person", phone=3)
    log_in(page)
    page.locator(".queue__row").first.click()
    expect(page.locator("#thread-items .bubble--patient")).to_have_count(1)
    running.site.text("and my crotch feels numb", phone=3)
    expect(page.locator("mark.evidence")).to_have_text("crotch feels numb")
    expect(page.locator("#urgent-count")).to_contain_text("1 urgent")
    assert page.title() == "(1) Inbox · Text Us"


def test_update_leaves_the_keyboard_where_it_was(page: Page, running: RunningSite) -> None:
    running.site.text("I want a person", phone=3)
    log_in(page)
    page.locator(".queue__row").first.focus()
    running.site.text("my crotch feels numb", phone=7)
    expect(page.locator(".queue__row")).to_have_count(2)
    expect(page.locator(".queue__row").nth(1)).to_be_focused()


def test_page_says_when_it_stopped_updating(page: Page, running: RunningSite, faults: list[str]) -> None:
    log_in(page)
    page.route("**/staff/updates**", lambda route: route.abort())
    expect(page.get_by_role("alert")).to_contain_text("Not updating since", timeout=20000)
    faults.clear()  # the browser reports each request that was cut


def test_page_says_when_the_session_has_ended(page: Page, running: RunningSite) -> None:
    log_in(page)
    page.context.clear_cookies()
    expect(page.get_by_role("alert")).to_contain_text("your session has ended", timeout=20000)


def test_phone_shows_one_pane_at_a_time(browser: Browser, running: RunningSite, faults: list[str]) -> None:
    running.site.text("my crotch feels numb", phone=7)
    context = browser.new_context(viewport=PHONE, base_url=running.address)  # type: ignore[arg-type]
    page = open_page(context, faults)
    log_in(page)
    expect(page.locator("#tickets")).to_be_visible()
    page.locator(".queue__row").first.click()
    expect(page.locator("mark.evidence")).to_be_visible()
    expect(page.locator("#tickets")).to_be_hidden()
    page.get_by_role("link", name="Tickets").click()
    expect(page.locator("#tickets")).to_be_visible()
    context.close()
    assert faults == []
