"""Settings: the environment, read and verified once, at the start.

What a newcomer would get wrong: nothing else reads `os.environ`. A command states what it needs, so that a missing secret stops
the start with a sentence that names it, and is not first noticed when a patient texts. Demo mode takes `TWILIO_AUTH_TOKEN` and
`DATABASE_URL` where given and makes up every other secret; what it makes up is derived from one random key in a file beside the
database, so that web and worker agree and a restart can still read what was stored.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError

DEFAULT_DATABASE = "sqlite:///var/text-us.sqlite3"
DEMO_DATABASE = "sqlite:///var/demo.sqlite3"
DEMO_ACCOUNT = "AC" + "0" * 32
DEMO_NUMBER = "+15005550006"  # invented too, and not among the numbers that people try first
DEMO_CLINIC = "midtown"

NAMES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "PUBLIC_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_AUTH_TOKEN_NEXT",
    "TWILIO_MESSAGING_SERVICE_SID",
    "TWILIO_NUMBER",
    "TWILIO_API_URL",
    "CLINIC_FILE",
    "SMTP_URL",
    "ALERT_FROM",
    "METRICS_TOKEN",
    "PORT",
    "LOG_LEVEL",
)

REMEDIES = {
    "SECRET_KEY": "Set it to a long random text and keep it: what is stored can only be read with it.",
    "PUBLIC_URL": "Set it to the address that Twilio calls, such as https://text.clinic.example.",
    "TWILIO_ACCOUNT_SID": "Copy it from the Twilio console; it begins with AC.",
    "TWILIO_AUTH_TOKEN": "Copy the account's primary auth token from the Twilio console (not an API key).",
    "CLINIC_FILE": "Set it to the path of the clinic's TOML file.",
}

TO_SERVE = frozenset(REMEDIES)
"""What the web and worker processes need: everything."""
TO_READ_RECORDS = frozenset({"SECRET_KEY"})
"""What a command needs that reads stored texts."""
NOTHING: frozenset[str] = frozenset()
"""For commands that need the database at most."""


class Settings(BaseModel):
    """The verified environment. Secrets are `SecretStr`, so that printing the settings shows none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    demo: bool = False
    database_url: str = DEFAULT_DATABASE
    secret_key: SecretStr = SecretStr("")
    public_url: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_auth_token_next: SecretStr | None = None
    twilio_messaging_service_sid: str | None = None
    twilio_number: str | None = None
    twilio_api_url: str | None = None
    clinic_file: str = ""
    smtp_url: SecretStr | None = None
    alert_from: str | None = None
    metrics_token: SecretStr | None = None
    port: int = 5000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("port")
    @classmethod
    def _port_is_a_port(cls, port: int) -> int:
        if not 0 < port < 65536:
            raise ValueError("must be between 1 and 65535")
        return port

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("public_url", "twilio_api_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// on your own machine)")
        return url.rstrip("/") if url else url

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        scheme, separator, rest = url.partition("://")
        if scheme == "sqlite" and rest.startswith("/"):
            return url
        if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and separator and rest:
            # Hosts hand out postgres://; SQLAlchemy wants the driver named.
            return f"postgresql+psycopg://{rest}"
        raise ValueError("must look like sqlite:///var/text-us.sqlite3 or postgresql://user@host/name")

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Every auth token a signature may be made with: the primary one and, during rotation, the next."""
        following = self.twilio_auth_token_next
        tokens = (self.twilio_auth_token.get_secret_value(), following.get_secret_value() if following else "")
        return tuple(token for token in tokens if token)

    @property
    def public_urls(self) -> tuple[str, ...]:
        """Every address whose signatures count: PUBLIC_URL; in demo mode also this machine under its other name."""
        if not self.demo:
            return (self.public_url,)
        return tuple(dict.fromkeys((self.public_url, *_own_addresses(self.port))))

    @property
    def uses_sqlite(self) -> bool:
        """Is the database a SQLite file?"""
        return self.database_url.startswith("sqlite:")


def load(
    environ: Mapping[str, str] | None = None, *, demo: bool = False, require: frozenset[str] = TO_SERVE
) -> Settings:
    """Read and verify the environment; raise SettingsError with one sentence for each fault.

    An empty variable counts as missing. `require` names what this command cannot do without; demo mode needs nothing.
    """
    source = os.environ if environ is None else environ
    given = {name: source[name].strip() for name in NAMES if source.get(name, "").strip()}
    if demo:
        given = _made_up(given)
    faults = [] if demo else _missing(given, require)
    try:
        settings = Settings.model_validate({"demo": demo, **{name.lower(): value for name, value in given.items()}})
    except ValidationError as error:
        faults += [f"{str(fault['loc'][0]).upper()} {_said(fault['msg'])}." for fault in error.errors()]
        raise SettingsError(*faults) from error
    if faults:
        raise SettingsError(*faults)
    return settings


def _missing(given: Mapping[str, str], require: frozenset[str]) -> list[str]:
    faults = [f"{name} is missing. {remedy}" for name, remedy in REMEDIES.items() if name in require - given.keys()]
    if "TWILIO_AUTH_TOKEN" in require and not {"TWILIO_MESSAGING_SERVICE_SID", "TWILIO_NUMBER"} & given.keys():
        faults.append(
            "TWILIO_NUMBER is missing. Set it to the line's number (+1...), or set TWILIO_MESSAGING_SERVICE_SID."
        )
    return faults


def _said(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "must be")


def _own_addresses(port: int) -> tuple[str, str]:
    return f"http://127.0.0.1:{port}", f"http://localhost:{port}"


def _made_up(given: Mapping[str, str]) -> dict[str, str]:
    """Complete a demo's environment. No Twilio account is taken over: demo mode never calls Twilio."""
    database = given.get("DATABASE_URL", DEMO_DATABASE)
    key = _demo_key(database)
    kept = {name: given[name] for name in ("CLINIC_FILE", "METRICS_TOKEN", "PORT", "LOG_LEVEL") if name in given}
    return {
        "CLINIC_FILE": DEMO_CLINIC,
        "PUBLIC_URL": given.get("PUBLIC_URL") or _own_addresses(int(_digits(given.get("PORT", "5000"))))[0],
        **kept,
        "DATABASE_URL": database,
        "SECRET_KEY": _derive(key, "secret key"),
        "TWILIO_ACCOUNT_SID": DEMO_ACCOUNT,
        "TWILIO_AUTH_TOKEN": given.get("TWILIO_AUTH_TOKEN") or _derive(key, "auth token"),
        "TWILIO_NUMBER": DEMO_NUMBER,
    }


def _digits(port: str) -> str:
    return port if port.isascii() and port.isdigit() else "5000"


def _derive(key: bytes, purpose: str) -> str:
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()


def _demo_key(database_url: str) -> bytes:
    """Read the demo's random key, or make it. Several processes may start at once: the first to write it wins."""
    path = _beside(database_url)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return bytes.fromhex(path.read_text())


def _beside(database_url: str) -> Path:
    """Name the key's file: beside a SQLite file, else in var/. An invalid address is reported later, with the other faults."""
    scheme, _, path = database_url.partition(":///")
    if scheme == "sqlite" and path and path != ":memory:":
        return Path(f"{path}.key")
    return Path("var/demo.key")
