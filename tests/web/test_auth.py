"""Who gets in to the staff pages, and how the door is closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import utc_now
from bot.models import StaffSession
from bot.services import staff_accounts
from bot.web.auth import COOKIE, REFUSED
from tests.support.sites import PASSWORD, USERNAME, Site, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A demo site."""
    opened = open_site(tmp_path)
    yield opened
    opened.line.database.close()


def last_seen(site: Site) -> datetime:
    """When the only session was last used."""
    with site.line.database.reading() as session:
        return session.scalars(select(StaffSession.seen_at)).one()


def staff_addresses(site: Site) -> list[tuple[str, str]]:
    """Every method and address under /staff/ but the log-in itself."""
    return [
        (method, str(rule).replace("<int:ticket_id>", "1"))
        for rule in site.app.url_map.iter_rules()
        if str(rule).startswith("/staff") and not str(rule).startswith("/staff/login")
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]


def test_every_staff_page_sends_a_stranger_to_the_log_in(site: Site) -> None:
    site.text("my crotch feels numb")
    addresses = staff_addresses(site)
    assert len(addresses) >= 4
    for method, address in addresses:
        answer = site.browser().client.open(address, method=method)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/staff/login"), address
        assert "crotch" not in answer.text


def test_an_unknown_staff_address_tells_a_stranger_nothing(site: Site) -> None:
    assert site.browser().get("/staff/tickets/999999").status_code == 302
    assert site.browser().get("/staff/no-such-page").status_code == 302


def test_right_password_opens_the_page_that_was_asked_for(site: Site) -> None:
    site.text("my crotch feels numb")
    visitor = site.browser()
    asked = visitor.get("/staff/tickets/1")
    visitor.get(asked.location)
    answer = visitor.post(asked.location, username=USERNAME, password=PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/staff/tickets/1")
    assert visitor.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/staff//evil.example", "/staff/\\evil.example", "/simulator"],
)
def test_log_in_never_leads_to_another_site(site: Site, elsewhere: str) -> None:
    visitor = site.browser()
    visitor.get("/staff/login")
    answer = visitor.client.post(
        "/staff/login",
        query_string={"next": elsewhere},
        data={"csrf_token": visitor.token, "username": USERNAME, "password": PASSWORD},
    )
    assert answer.location == "/staff/"


def test_session_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    visitor = site.browser()
    answer = visitor.post("/staff/login", username=USERNAME, password=PASSWORD)
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(COOKIE))
    assert {"HttpOnly", "SameSite=Lax", "Path=/staff"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")  # a demo answers plain http on this machine


def test_session_cookie_is_secure_where_the_public_address_is_https(tmp_path: Path) -> None:
    site = open_site(tmp_path, demo=False)
    answer = site.browser().post("/staff/login", username=USERNAME, password=PASSWORD)
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize(("username", "password"), [(USERNAME, "not this one"), ("nobody", PASSWORD), ("", "")])
def test_refusal_does_not_say_which_part_was_wrong(site: Site, username: str, password: str) -> None:
    answer = site.browser().post("/staff/login", username=username, password=password)
    assert answer.status_code == 401
    assert REFUSED in answer.text
    assert COOKIE not in "".join(answer.headers.getlist("Set-Cookie"))
    assert password == "" or password not in answer.text


def test_guessing_locks_the_account_even_for_the_right_password(site: Site) -> None:
    visitor = site.browser()
    for _ in range(staff_accounts.MOST_FAILURES):
        visitor.post("/staff/login", username=USERNAME, password="a wrong guess")
    assert visitor.post("/staff/login", username=USERNAME, password=PASSWORD).status_code == 401


def test_log_in_without_form_token_is_refused_in_plain_words(site: Site) -> None:
    answer = site.app.test_client().post("/staff/login", data={"username": USERNAME, "password": PASSWORD})
    assert answer.status_code == 400
    assert "Nothing was sent" in answer.text


def test_log_out_ends_the_session_in_the_database_too(site: Site) -> None:
    visitor = site.staff()
    visitor.get("/staff/")
    token = visitor.client.get_cookie(COOKIE, path="/staff")
    assert token is not None
    assert visitor.post("/staff/logout").location == "/staff/login"
    assert visitor.get("/staff/").status_code == 302
    # A copy of the cookie opens nothing any more.
    thief = site.app.test_client()
    thief.set_cookie(COOKIE, token.value, path="/staff")
    assert thief.get("/staff/").status_code == 302


def test_time_machine_does_not_log_staff_out(site: Site) -> None:
    visitor = site.staff()
    visitor.get("/staff/")
    assert visitor.post("/simulator/clock?phone=0", jump="7d").status_code == 303
    assert visitor.get("/staff/").status_code == 200


def test_open_page_that_asks_for_news_does_not_keep_an_empty_chair_logged_in(site: Site) -> None:
    visitor = site.staff()
    long_ago = utc_now() - timedelta(minutes=20)
    with site.line.database.writing() as session:
        session.execute(update(StaffSession).values(seen_at=long_ago))
    assert visitor.get("/staff/updates").status_code == 200
    assert last_seen(site) == long_ago
    assert visitor.get("/staff/").status_code == 200
    assert last_seen(site) > long_ago


def test_idle_session_ends(site: Site) -> None:
    visitor = site.staff()
    with site.line.database.writing() as session:
        session.execute(
            update(StaffSession).values(seen_at=utc_now() - staff_accounts.IDLE_LIMIT - timedelta(minutes=1))
        )
    assert visitor.get("/staff/").status_code == 302


def test_pages_carry_the_security_headers(site: Site) -> None:
    for address in ("/staff/login", "/simulator", "/no-such-page", "/static/base.css"):
        headers = site.browser().get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
    assert site.browser().get("/staff/login").headers["Cache-Control"] == "no-store"


def test_templates_hold_no_inline_script_or_style() -> None:
    for template in Path("bot/web/templates").glob("*.html"):
        words = template.read_text(encoding="utf-8")
        assert "style=" not in words, template
        assert "<style" not in words, template
        assert "onclick" not in words, template
        assert "<script>" not in words, template
