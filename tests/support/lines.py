"""A line for tests: a real database and real services, with a clinic, a clock and an engine that a test decides."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.gateways.base import InboundText
from bot.sealing import Sealer
from bot.services.line import Advance, Line, SafetyNet
from bot.settings import Settings
from bot.store.engine import Database
from conversations.clinic_view import ClinicView
from conversations.flagging import Tier
from tests.support.clocks import FixedClock
from tests.support.engines import CountingEngine

SECRET_KEY = "a secret key that only tests use, long enough"
ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "clinic-test-token-0001"
PUBLIC_URL = "https://clinic.example"
NUMBER = "+12125550199"
PATIENT = "+12125550100"
VERSION = "0123456789abcdef"
SAFE = "Please call us at 212-555-0142. Emergency? Call 911 now."
FALLBACK = "Our text line is having trouble. Emergency? Call 911 now."


class OneClinic:
    """The same clinic at every moment."""

    def view(self, at: datetime, practice: bool) -> ClinicView:
        """What a conversation may know about it."""
        return ClinicView(
            name="Riverside Clinic",
            phone="212-555-0142",
            timezone=ZoneInfo("America/New_York"),
            person_by=at + timedelta(hours=1),
            offices=(),
            hours={"en": "Mon-Fri 9-5", "es": "lun-vie 9-5"},
            practice=practice,
        )


SAFETY_NET = SafetyNet(
    reply=lambda lang, clinic: SAFE,
    fallback=lambda clinic: FALLBACK,
    worst_tier=lambda body: Tier.EMERGENCY if "emergency" in body else None,
    is_opt_out=lambda body: body.strip().lower() in {"stop", "parar"},
)


def make_line(
    database: Database, *, clock: Clock | None = None, advance: Advance | None = None, demo: bool = False
) -> Line:
    """Put a line together on a migrated database."""
    return Line(
        database=database,
        sealer=Sealer(SECRET_KEY),
        clinic=OneClinic(),
        clock=clock or FixedClock(),
        protocol_version=VERSION,
        advance=advance or CountingEngine(),
        safety_net=SAFETY_NET,
        account_sid=ACCOUNT,
        own_numbers=frozenset({NUMBER}),
        demo=demo,
    )


def make_settings(database_url: str, **changes: object) -> Settings:
    """Settings as a clinic would have them."""
    return Settings.model_validate(
        {
            "database_url": database_url,
            "secret_key": SECRET_KEY,
            "public_url": PUBLIC_URL,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": AUTH_TOKEN,
            "twilio_number": NUMBER,
            "clinic_file": "midtown",
            **changes,
        }
    )


def sid(number: int) -> str:
    """A MessageSid that is the same for the same number."""
    return f"SM{number:032x}"


def text(number: int, body: str, *, sender: str = PATIENT, **changes: object) -> InboundText:
    """A patient's text as the gateway would read it."""
    values: dict[str, object] = {"message_sid": sid(number), "sender": sender, "recipient": NUMBER, "body": body}
    return InboundText(**{**values, **changes})  # type: ignore[arg-type]


def fictional(number: int) -> str:
    """One of 100 numbers that no person can have."""
    return f"+1212555{100 + number % 100:04d}"
