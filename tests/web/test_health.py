"""What machines ask: alive, ready, figures."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from bot.app import create_app
from bot.services.heartbeat import Heartbeat
from bot.store.engine import Database
from tests.support.clocks import FixedClock
from tests.support.lines import make_line, make_settings
from tests.support.signing import Twilio


@pytest.fixture
def clock() -> FixedClock:
    """A clock to move."""
    return FixedClock()


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A database whose kind does not matter here."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def app(database: Database, clock: FixedClock) -> Flask:
    """The application."""
    return create_app(make_settings("sqlite:///unused"), line=make_line(database, clock=clock))


def test_alive_looks_at_nothing(tmp_path: object) -> None:
    """A process with a broken database is alive."""
    line = make_line(Database(f"sqlite:///{tmp_path}/none/none.sqlite3"))
    app = create_app(make_settings("sqlite:///unused"), line=line)
    assert app.test_client().get("/healthz").status_code == 200
    ready = app.test_client().get("/readyz")
    assert ready.status_code == 503
    assert "database" in ready.get_json()["faults"]


def test_ready_needs_a_worker_that_was_alive_lately(app: Flask, database: Database, clock: FixedClock) -> None:
    """Without one no reminder and no repeated emergency leaves."""
    assert "worker" in app.test_client().get("/readyz").get_json()["faults"]
    Heartbeat(make_line(database, clock=clock))()
    assert app.test_client().get("/readyz").status_code == 200
    clock.forward(timedelta(minutes=1))
    assert app.test_client().get("/readyz").status_code == 503


def test_figures_count_texts_and_hold_no_number(app: Flask) -> None:
    """A scrape must be safe to keep."""
    Twilio(app).text(1, "boom")
    page = app.test_client().get("/metrics").get_data(as_text=True)
    assert 'text_us_texts_total{outcome="answered"} 1.0' in page
    assert "text_us_open_tickets 1.0" in page
    assert "2125550100" not in page


def test_figures_are_for_this_machine_only(app: Flask) -> None:
    """A proxy on this machine makes every caller look local, so what was passed on is refused."""
    client = app.test_client()
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200


def test_figures_need_the_token_where_there_is_one(database: Database) -> None:
    """Also from this machine."""
    settings = make_settings("sqlite:///unused", metrics_token="the metrics token")
    client = create_app(settings, line=make_line(database)).test_client()
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer the metrics token"}).status_code == 200
