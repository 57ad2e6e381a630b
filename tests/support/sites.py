"""A whole application on a database of its own, on a Monday at 10:00 clinic time, with one member of staff.

What a newcomer would get wrong: only the thinking may be scripted. Webhook, signatures, sealing, transactions and pages are the
real ones, so a page test fails when any of them breaks.
"""

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import clinic, migrations, settings
from bot.app import create_app
from bot.models import Role
from bot.sealing import Sealer
from bot.services import staff_accounts
from bot.services.line import Advance, Line, SafetyNet
from bot.settings import Settings
from bot.store import operations
from bot.store.engine import Database
from bot.web.simulated_carrier import SimulatedCarrier
from tests.support.clocks import FixedClock
from tests.support.scripted_engine import follow_script

USERNAME, PASSWORD = "ana", "a long enough password"
VERSION = "0123456789abcdef" * 4
FILE = "site.sqlite3"


@dataclass
class Site:
    """The application, its line, and an account to log in with."""

    app: Flask
    line: Line
    settings: Settings
    real: FixedClock

    def text(self, body: str, *, phone: int = 0, pictures: int = 0) -> None:
        """Text the line from a fictional number through the signed webhook."""
        carrier = SimulatedCarrier(
            app=self.app,
            public_url=self.settings.public_url,
            auth_token=self.settings.auth_tokens[0],
            account_sid=self.settings.twilio_account_sid,
            line_number=settings.DEMO_NUMBER,
        )
        carrier.deliver(sender=f"+121255501{phone:02}", body=body, pictures=pictures)

    def browser(self) -> "Visitor":
        """Somebody with a browser who is not logged in."""
        return Visitor(self.app.test_client())

    def staff(self) -> "Visitor":
        """A member of staff who has logged in."""
        visitor = self.browser()
        answer = visitor.post("/staff/login", username=USERNAME, password=PASSWORD)
        assert answer.status_code == 302
        return visitor


@dataclass
class Visitor:
    """A browser without script: it sends back the form token of the last form it saw."""

    client: FlaskClient
    token: str = ""

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        answer = self.client.get(address)
        answer.get_data()
        answer.close()
        if found := re.search(r'name="csrf_token" value="([^"]+)"', answer.text):
            self.token = found.group(1)
        return answer

    def post(self, address: str, **fields: str) -> TestResponse:
        """Send a form of a page of the same area."""
        if not self.token:
            self.get("/staff/login")
        return self.client.post(address, data={"csrf_token": self.token, **fields})


def open_site(
    directory: Path, *, demo: bool = True, port: int = 5000, advance: Advance = follow_script, version: str = VERSION
) -> Site:
    """Make an application in `directory`, with an engine of the test's choice."""
    environ = {"DATABASE_URL": f"sqlite:///{directory / FILE}", "PORT": str(port)}
    if not demo:
        environ |= {
            "SECRET_KEY": "k" * 40,
            "PUBLIC_URL": "https://text.clinic.example",
            "TWILIO_ACCOUNT_SID": settings.DEMO_ACCOUNT,
            "TWILIO_AUTH_TOKEN": "clinic-test-token-0001",
            "TWILIO_NUMBER": settings.DEMO_NUMBER,
            "CLINIC_FILE": "midtown",
        }
    known = settings.load(environ, demo=demo)
    real = FixedClock()
    shutil.copy(_prepared(), directory / FILE)
    database = Database(known.database_url)

    def demo_time() -> datetime:
        with database.reading() as session:
            return real() + operations.demo_offset(session)

    line = Line(
        database=database,
        sealer=Sealer(known.secret_key.get_secret_value()),
        clinic=clinic.load(known.clinic_file),
        clock=demo_time,
        protocol_version=version,
        advance=advance,
        safety_net=SafetyNet(
            reply=lambda _lang, _view: "Emergency? Call 911.",
            fallback=lambda _view: "Emergency? Call 911.",
            worst_tier=lambda _body: None,
            is_opt_out=lambda body: body == "STOP",
        ),
        account_sid=known.twilio_account_sid,
        own_numbers=frozenset({settings.DEMO_NUMBER}),
        demo=demo,
    )
    app = create_app(known, line=line)
    app.testing = True
    return Site(app=app, line=line, settings=known, real=real)


@cache
def _prepared() -> Path:
    """A migrated database with one account, made once and copied: hashing passwords takes its time on purpose."""
    path = Path(tempfile.mkdtemp(prefix="text-us-site-")) / FILE
    database = Database(f"sqlite:///{path}")
    migrations.migrate(database)
    staff_accounts.add_staff(
        database, FixedClock(), username=USERNAME, name="Ana Ruiz", role=Role.FRONT_DESK, password=PASSWORD
    )
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    atexit.register(shutil.rmtree, path.parent)
    return path
