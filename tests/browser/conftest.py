"""A running site and a real browser. Without Chromium these tests are skipped; with CI=1 its absence fails."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from bot.gateways.console import ConsoleGateway
from bot.services.delivery import deliver_due
from bot.services.line import Advance
from bot.services.timeouts import expire_waits
from tests.support.scripted_engine import follow_script
from tests.support.sites import PASSWORD, USERNAME, VERSION, Site, open_site

CHROMIUM = Path("/usr/bin/chromium")
SANDBOXLESS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass
class RunningSite:
    """A site that answers at `address`. `work` does one round of the worker's duties."""

    site: Site
    address: str

    def work(self) -> None:
        """Fire what is due and deliver what waits."""
        expire_waits(self.site.line)
        deliver_due(self.site.line, ConsoleGateway(), lambda message_id: f"{self.address}/sms/status?m={message_id}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "1":
            pytest.fail(f"{CHROMIUM} is not there")
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SANDBOXLESS)
        yield launched
        launched.close()


@contextmanager
def run_site(directory: Path, advance: Advance = follow_script, version: str = VERSION) -> Iterator[RunningSite]:
    """Serve a demo site of its own from a thread."""
    port = _free_port()
    site = open_site(directory, port=port, advance=advance, version=version)
    server = make_server("127.0.0.1", port, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield RunningSite(site=site, address=f"http://127.0.0.1:{port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        site.line.database.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningSite]:
    """A running site that follows the script."""
    with run_site(tmp_path) as site:
        yield site


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained about: script errors, and whatever the page's policy blocked."""
    return []


@pytest.fixture
def page(browser: Browser, running: RunningSite, faults: list[str]) -> Iterator[Page]:
    """A page on a desk, 1280 pixels wide. Any complaint of the browser fails the test."""
    context = browser.new_context(viewport=DESKTOP, base_url=running.address)  # type: ignore[arg-type]
    yield open_page(context, faults)
    context.close()
    assert faults == []


def open_page(context: BrowserContext, faults: list[str]) -> Page:
    """Open a page that writes down what the browser complains about."""
    opened = context.new_page()
    opened.set_default_timeout(8000)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    return opened


def log_in(page: Page) -> None:
    """Log in by keyboard."""
    page.goto("/staff/login")
    page.get_by_label("User name").fill(USERNAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Open tickets").wait_for()


def accessibility_faults(page: Page) -> str:
    """What axe finds on the page as it stands; empty when nothing."""
    found = Axe().run(page, options=RULES)
    return found.generate_report() if found.violations_count else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
