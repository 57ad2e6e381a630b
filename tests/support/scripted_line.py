"""A whole application on a database of its own, whose engine follows a short script instead of the protocol.

What a newcomer would get wrong: only the thinking is scripted. Webhook, signatures, sealing, transactions and pages are the
real ones, so a page test fails when any of them breaks, and not when a clinician rewords a question.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import clinic, migrations, settings
from bot.app import create_app
from bot.models import Role
from bot.sealing import Sealer
from bot.services import staff_accounts
from bot.services.line import Line, SafetyNet
from bot.settings import Settings
from bot.store import operations
from bot.store.engine import Database
from bot.web.simulated_carrier import SimulatedCarrier
from conversations.clinic_view import ClinicView
from conversations.events import (
    Effect,
    Event,
    Priority,
    Reply,
    TextReceived,
    TicketOpened,
    WaitKind,
    WaitTimedOut,
)
from conversations.flagging import Tier
from conversations.state import AnswerRecord, ConversationState, FlagRecord, Place
from conversations.triage import Disposition
from tests.support.clocks import FixedClock

USERNAME, PASSWORD = "ana", "a long enough password"
VERSION = "0123456789abcdef" * 4
DANGER = {"crotch feels numb": "cauda_equina", "entre las piernas": "cauda_equina"}

SCREEN = "Safety check 1 of 3. Any of these? Reply with the letters, or NONE.\nA Hard to pee\nB Numb between the legs"
CALL_911 = "This may be an emergency. Call 911 now. Do not drive yourself. Reply OK when you have help."
REMINDER = "Are you still there? Safety check 1 of 3 is still open."


@dataclass(frozen=True, kw_only=True)
class ScriptedTurn:
    """What the script makes of one event."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    flags_raised: tuple[FlagRecord, ...] = ()


def follow_script(state: ConversationState, event: Event, now: datetime, _view: ClinicView) -> ScriptedTurn:
    """A danger sign ends in 911, STOP opts out, a person is promised, and everything else gets the first question."""
    match event:
        case WaitTimedOut():
            timers = {kind: at for kind, at in state.timers.items() if kind is not event.kind}
            return ScriptedTurn(state=state.but(timers=timers), replies=(Reply(key="wait.reminder_1", body=REMINDER),))
        case TextReceived():
            return _answer(state, event, now)
        case _:
            return ScriptedTurn(state=state)


def _answer(state: ConversationState, event: TextReceived, now: datetime) -> ScriptedTurn:
    lang = "es" if {"espalda", "piernas", "hola"} & set(event.body.lower().split()) else state.lang
    known = state.but(lang=lang, last_text_at=now)
    for words, code in DANGER.items():
        if (start := event.body.find(words)) >= 0:
            return _emergency(known, event, code, start, start + len(words), now)
    if event.body == "STOP":
        opted_out = known.but(place=Place.OPTED_OUT, question=None, opted_out=True, timers={})
        return ScriptedTurn(
            state=opted_out, replies=(Reply(key="command.stop_confirmed", body="You are unsubscribed."),)
        )
    effects: tuple[Effect, ...] = ()
    if "person" in event.body:
        effects = (TicketOpened(topic="asks_for_person", priority=Priority.SAME_DAY, reason="asks_for_person"),)
    answers = dict(known.answers)
    if event.body == "NONE":
        answers["screen_nerve"] = AnswerRecord(value="NONE", at=now, message_id=event.message_id)
    asking = known.but(
        place=Place.SCREEN_NERVE,
        question="screen_nerve",
        answers=answers,
        timers={WaitKind.REMINDER_1: now + timedelta(minutes=15)},
    )
    return ScriptedTurn(state=asking, replies=(Reply(key="question.screen_nerve", body=SCREEN),), effects=effects)


def _emergency(
    state: ConversationState, event: TextReceived, code: str, start: int, end: int, now: datetime
) -> ScriptedTurn:
    flag = FlagRecord(
        code=code,
        tier=Tier.EMERGENCY,
        rule=f"{code}.saddle",
        source="free_text",
        at=now,
        evidence=((event.message_id, start, end),),
    )
    held = state.but(
        place=Place.EMERGENCY_HOLD,
        question=None,
        disposition=Disposition.EMERGENCY,
        reason=code,
        flags=(*state.flags, flag),
        timers={},
    )
    return ScriptedTurn(
        state=held,
        replies=(Reply(key="emergency.opening", body=CALL_911, emergency=True),),
        effects=(TicketOpened(topic="red_flag", priority=Priority.EMERGENCY, reason=code),),
        flags_raised=(flag,),
    )


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


def open_site(directory: Path, *, demo: bool = True, port: int = 5000) -> Site:
    """Make an application in `directory`, with one member of staff, on a Monday at 10:00 clinic time."""
    environ = {"DATABASE_URL": f"sqlite:///{directory}/site.sqlite3", "PORT": str(port)}
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
    database = Database(known.database_url)
    migrations.migrate(database)

    def demo_time() -> datetime:
        with database.reading() as session:
            return real() + operations.demo_offset(session)

    line = Line(
        database=database,
        sealer=Sealer(known.secret_key.get_secret_value()),
        clinic=clinic.load(known.clinic_file),
        clock=demo_time,
        protocol_version=VERSION,
        advance=follow_script,
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
    staff_accounts.add_staff(
        database, real, username=USERNAME, name="Ana Ruiz", role=Role.FRONT_DESK, password=PASSWORD
    )
    app = create_app(known, line=line)
    app.testing = True
    return Site(app=app, line=line, settings=known, real=real)
