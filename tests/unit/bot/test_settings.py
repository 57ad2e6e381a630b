"""Settings: what is missing is named at the start, and demo mode makes up what it may."""

from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingsError

COMPLETE = {
    "SECRET_KEY": "a long random text of at least thirty-two characters",
    "PUBLIC_URL": "https://text.clinic.example/",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "primary-token",
    "TWILIO_NUMBER": "+12125550199",
    "CLINIC_FILE": "clinic.toml",
}


def faults(environ: dict[str, str], **options: frozenset[str]) -> tuple[str, ...]:
    """Load a faulty environment and return what is said about it."""
    with pytest.raises(SettingsError) as refused:
        settings.load(environ, **options)
    return refused.value.faults


def test_a_complete_environment_is_read_once_into_a_frozen_value() -> None:
    loaded = settings.load(COMPLETE)
    assert loaded.public_url == "https://text.clinic.example"
    assert loaded.port == 5000
    assert not loaded.demo
    with pytest.raises(ValueError, match="frozen"):
        loaded.port = 1


@pytest.mark.parametrize("name", sorted(settings.TO_SERVE | {"TWILIO_NUMBER"}))
def test_a_missing_secret_stops_the_start_with_a_sentence_that_names_it(name: str) -> None:
    for absent in ({}, {name: "  "}):
        environ = {key: value for key, value in COMPLETE.items() if key != name} | absent
        (said,) = faults(environ)
        assert said.startswith(f"{name} is missing. ")


def test_a_messaging_service_stands_in_for_a_number() -> None:
    environ = {**COMPLETE, "TWILIO_MESSAGING_SERVICE_SID": "MG" + "1" * 32}
    del environ["TWILIO_NUMBER"]
    assert settings.load(environ).twilio_number is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "http"),
        ("LOG_LEVEL", "chatty"),
        ("PUBLIC_URL", "text.clinic.example"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "var/text-us.sqlite3"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    assert [said.split()[0] for said in faults({**COMPLETE, name: value})] == [name]


def test_every_fault_is_said_at_once() -> None:
    assert len(faults({"PORT": "x"})) == len(settings.TO_SERVE) + 2


def test_a_command_asks_only_for_what_it_needs() -> None:
    assert settings.load({}, require=settings.NOTHING).database_url == settings.DEFAULT_DATABASE
    assert [said.split()[0] for said in faults({}, require=settings.TO_READ_RECORDS)] == ["SECRET_KEY"]


def test_hosts_postgres_address_is_given_its_driver() -> None:
    loaded = settings.load({**COMPLETE, "DATABASE_URL": "postgres://user@host/name"})
    assert loaded.database_url == "postgresql+psycopg://user@host/name"


def test_both_tokens_count_while_they_are_rotated() -> None:
    assert settings.load(COMPLETE).auth_tokens == ("primary-token",)
    rotating = settings.load({**COMPLETE, "TWILIO_AUTH_TOKEN_NEXT": "next-token"})
    assert rotating.auth_tokens == ("primary-token", "next-token")


def test_printing_the_settings_shows_no_secret() -> None:
    loaded = settings.load({**COMPLETE, "TWILIO_AUTH_TOKEN_NEXT": "next-token", "METRICS_TOKEN": "metrics-token"})
    printed = f"{loaded} {loaded!r}"
    assert not any(
        secret in printed for secret in (COMPLETE["SECRET_KEY"], "primary-token", "next-token", "metrics-token")
    )


def demo(folder: Path, **environ: str) -> settings.Settings:
    """Load demo settings with the database in a folder of the test's own."""
    return settings.load({"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", **environ}, demo=True)


def test_demo_mode_needs_nothing_and_keeps_what_it_made_up(tmp_path: Path) -> None:
    first, second = demo(tmp_path), demo(tmp_path)
    assert first == second
    assert first.auth_tokens
    assert first.secret_key.get_secret_value()


def test_two_demos_share_no_secret(tmp_path: Path) -> None:
    one, other = demo(tmp_path / "one"), demo(tmp_path / "other")
    assert one.secret_key != other.secret_key
    assert one.twilio_auth_token != other.twilio_auth_token


def test_demo_mode_takes_the_token_and_never_the_real_account(tmp_path: Path) -> None:
    loaded = demo(tmp_path, **{**COMPLETE, "TWILIO_API_URL": "https://api.example", "SMTP_URL": "smtp://mail.example"})
    assert loaded.auth_tokens == ("primary-token",)
    assert loaded.twilio_account_sid == settings.DEMO_ACCOUNT
    assert loaded.secret_key.get_secret_value() != COMPLETE["SECRET_KEY"]
    assert loaded.twilio_api_url is None
    assert loaded.smtp_url is None


def test_demo_mode_answers_under_both_names_of_this_machine(tmp_path: Path) -> None:
    assert demo(tmp_path, PORT="5050").public_urls == ("http://127.0.0.1:5050", "http://localhost:5050")
    assert settings.load(COMPLETE).public_urls == ("https://text.clinic.example",)


def test_demo_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    demo(tmp_path)
    assert (tmp_path / "demo.sqlite3.key").stat().st_mode & 0o077 == 0
