"""The commands that look after a database: each run as it is typed, on a database of its own."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import utc_now
from bot.commands.demo import prepare
from bot.errors import DemoError
from bot.sealing import Sealer
from bot.services import staff_accounts
from bot.settings import load
from bot.store import contacts
from bot.store.engine import Database


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a database that does not exist yet, and let the commands find it."""
    address = f"sqlite:///{tmp_path}/text-us.sqlite3"
    monkeypatch.setenv("DATABASE_URL", address)
    return address


def test_migrate_makes_a_database_and_may_be_repeated(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_an_account_made_here_can_log_in_with_the_printed_password(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["staff", "add", "ana", "--name", "Ana", "--role", "clinician"]) == 0
    password = capsys.readouterr().out.split()[-1]
    database = Database(url)
    assert staff_accounts.log_in(database, utc_now, username="ana", password=password)
    database.close()
    assert main(["staff", "list"]) == 0
    assert capsys.readouterr().out.split() == ["ana", "clinician", "Ana"]


def test_resetting_an_unknown_account_is_refused_in_a_sentence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    assert main(["staff", "reset", "nobody"]) == 1
    assert "There is no account nobody" in capsys.readouterr().err


def test_a_missing_secret_ends_a_command_with_its_name(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert main(["phrases"]) == 1
    assert capsys.readouterr().err.startswith("SECRET_KEY is missing.")


def test_the_demo_makes_log_ins_once_and_prints_the_same_at_every_start(tmp_path: Path) -> None:
    verified = load({"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}, demo=True)
    passwords = prepare(verified)
    assert prepare(verified) == passwords
    database = Database(verified.database_url)
    assert all(
        staff_accounts.log_in(database, utc_now, username=username, password=password)
        for username, password in passwords.items()
    )
    database.close()


@pytest.mark.parametrize(("number", "fictional"), [("+12125550100", True), ("+12126217746", False)])
def test_the_demo_refuses_a_database_that_holds_a_real_number(tmp_path: Path, number: str, fictional: bool) -> None:
    verified = load({"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}, demo=True)
    prepare(verified)
    database = Database(verified.database_url)
    with database.writing() as session:
        sealer = Sealer(verified.secret_key.get_secret_value())
        contacts.add(session, sealer, number, fictional=fictional, lang="en", now=utc_now())
    database.close()
    if fictional:
        assert prepare(verified)
    else:
        with pytest.raises(DemoError, match="holds real phone numbers"):
            prepare(verified)
