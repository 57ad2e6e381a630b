"""`text-us doctor` and `text-us protocol`: what is wrong is named with its remedy, and a sound installation passes."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.store.engine import Database
from tests.architecture.sources import ROOT

NAMES = {
    "SECRET_KEY": "a long random text of at least thirty-two characters",
    "PUBLIC_URL": "https://text.clinic.example",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "primary-token",
    "TWILIO_NUMBER": "+12125550199",
}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set everything up as the README says, but for what a test then breaks; return the clinic's file."""
    clinic_file = tmp_path / "clinic.toml"
    sample = (ROOT / "bot" / "clinics" / "midtown.toml").read_text(encoding="utf-8")
    clinic_file.write_text(sample.replace("sample = true\n", ""), encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/text-us.sqlite3")
    monkeypatch.setenv("CLINIC_FILE", str(clinic_file))
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)
    assert main(["migrate"]) == 0
    assert main(["staff", "add", "ana", "--name", "Ana", "--role", "manager"]) == 0
    assert main(["protocol", "sign", "--clinician", "Dr. Sample", "--license", "000000"]) == 0
    return clinic_file


def diagnosis(capsys: pytest.CaptureFixture[str]) -> str:
    """Run the doctor, which must find something, and return what it said."""
    capsys.readouterr()
    assert main(["doctor"]) == 1
    return capsys.readouterr().out


def test_a_sound_installation_passes(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["doctor"]) == 0
    assert "in order" in capsys.readouterr().out


@pytest.mark.parametrize("name", [*NAMES, "CLINIC_FILE"])
def test_each_missing_setting_is_named(
    installation: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name)
    assert f"- {name} is missing. " in diagnosis(capsys)


def test_a_sample_or_broken_clinic_file_is_named(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = installation.read_text(encoding="utf-8")
    installation.write_text("sample = true\n" + good, encoding="utf-8")
    assert "is a sample with invented details" in diagnosis(capsys)
    installation.write_text(good.replace("America/New_York", "Mars"), encoding="utf-8")
    assert "timezone: is not a time zone" in diagnosis(capsys)


def test_an_open_public_address_is_named(
    installation: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "http://text.clinic.example")
    assert "PUBLIC_URL begins with http://" in diagnosis(capsys)


def test_a_guessable_key_is_named(
    installation: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    assert "SECRET_KEY is short enough to guess" in diagnosis(capsys)


def test_a_database_that_is_missing_empty_or_newer_is_named(
    installation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path}/text-us.sqlite3")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_tomorrow'")
    database.close()
    assert "belongs to a newer version" in diagnosis(capsys)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/text-us.sqlite3")
    assert "The database cannot be used" in diagnosis(capsys)


def test_a_protocol_nobody_signed_is_no_fault_of_its_own_but_the_doctor_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/text-us.sqlite3")
    assert main(["protocol", "check"]) == 0
    assert "unsigned: practice mode" in capsys.readouterr().out
    main(["migrate"])
    assert main(["protocol", "check"]) == 0
    assert "unsigned: practice mode" in capsys.readouterr().out
    assert "The protocol is unsigned" in diagnosis(capsys)
    assert "No manager can log in" in diagnosis(capsys)


def test_a_signed_protocol_is_said_to_be_signed(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["protocol", "check"]) == 0
    assert capsys.readouterr().out.endswith("\nsigned\n")


def test_the_protocol_prints_every_question_and_every_red_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocol", "show"]) == 0
    page = capsys.readouterr().out
    assert "screen_nerve: Safety check 1 of 3." in page
    assert "cauda_equina (emergency)" in page
    assert "SELF_CARE" in page
