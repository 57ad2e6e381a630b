"""Every page as a browser shows it: accessible, within the screen, under the strict policy, in light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE, RunningSite, accessibility_faults, log_in, open_page

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
SCREENS = {
    "desk": (DESKTOP, "light"),
    "phone": (PHONE, "light"),
    "narrow": (NARROW, "light"),
    "dark": (DESKTOP, "dark"),
}


@pytest.fixture(params=SCREENS, ids=list(SCREENS))
def screen(request: pytest.FixtureRequest, browser: Browser, running: RunningSite, faults: list[str]) -> Iterator[Page]:
    """A page on one kind of screen. Any complaint of the browser fails the test."""
    viewport, scheme = SCREENS[request.param]
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=running.address)  # type: ignore[arg-type]
    yield open_page(context, faults)
    context.close()
    assert faults == []


def show_log_in(page: Page) -> None:
    """The log-in page."""
    page.goto("/staff/login")


def show_list(page: Page) -> None:
    """The list of tickets."""
    log_in(page)


def show_thread(page: Page) -> None:
    """An emergency's thread, from the list."""
    page.locator(".queue__row").first.click()
    page.locator("mark.evidence").first.wait_for()


def show_untouched_phone(page: Page) -> None:
    """The simulator before anything was sent."""
    page.goto("/simulator?phone=50")
    page.get_by_text("Text the line").wait_for()


def show_used_phone(page: Page) -> None:
    """The simulator after an emergency."""
    page.goto("/simulator?phone=7")
    page.get_by_text("This may be an emergency").wait_for()


PAGES = (show_log_in, show_list, show_thread, show_untouched_phone, show_used_phone)


def test_every_page_is_accessible_and_fits_the_screen(screen: Page, running: RunningSite) -> None:
    running.site.text("I want a person", phone=3)
    running.site.text("espasmo en la espalda y no siento nada entre las piernas 😖", phone=5)
    running.site.text("back spasm since the gym and my crotch feels numb, prob nothing lol", phone=7)
    running.site.text("a" * 300, phone=7)
    found = {}
    for show in PAGES:
        show(screen)
        overhang = screen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[show.__name__] = (accessibility_faults(screen), overhang)
    assert found == {show.__name__: ("", 0) for show in PAGES}


def test_empty_inbox_and_missing_page_are_accessible(page: Page, faults: list[str]) -> None:
    log_in(page)
    page.get_by_text("Nobody is waiting").wait_for()
    assert accessibility_faults(page) == ""
    page.goto("/no-such-page")
    assert accessibility_faults(page) == ""
    faults.clear()  # the browser reports the 404 itself


def test_targets_are_large_enough_to_hit(browser: Browser, running: RunningSite) -> None:
    """WCAG 2.5.8: 24 pixels everywhere; 44 for the main actions on a phone."""
    running.site.text("my crotch feels numb", phone=7)
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=running.address)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/simulator?phone=7")
    for button in page.locator("button:visible, .composer__picture, .sim__jump a").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 24, button.inner_text()
    for name in ("Send", "+ 7 days"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 44, name
    log_in(page)
    page.locator(".queue__row").first.click()
    for control in (page.get_by_role("link", name="Call"), page.get_by_role("link", name="Tickets")):
        box = control.first.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    context.close()
