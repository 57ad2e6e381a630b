"""The README and the packaging say what the program does: stale documentation fails the build."""

import re
import shlex
import tomllib
from pathlib import PurePath

import pytest

from bot import settings
from bot.cli import COMMANDS, main
from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, str]:
    """Read a lock file: each package with everything that belongs to it."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return {line.split("==")[0].lower(): line for line in text.splitlines() if line.strip()}


def wanted(*lists: list[str]) -> set[str]:
    """Name the packages of requirement lists."""
    return {re.split(r"[\[<>=~ ]", requirement)[0].lower() for requirements in lists for requirement in requirements}


@pytest.mark.parametrize("name", settings.NAMES)
def test_every_setting_is_in_the_readmes_table(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", README, re.MULTILINE), f"README's settings table lacks {name}"


def test_the_readmes_table_names_no_setting_that_is_gone() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == set(settings.NAMES)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`text-us {re.escape(command)}\b", README), f"README lacks text-us {command}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert f"text-us {command}" in capsys.readouterr().out


def test_the_procfile_uses_commands_that_exist() -> None:
    entries = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    assert set(entries) == {"release", "web", "worker"}
    for entry in entries.values():
        program, command = shlex.split(entry)
        assert program == "text-us"
        assert command in COMMANDS


@pytest.mark.parametrize("target", ["run", "test", "prove", "check", "help"])
def test_the_makefile_has_its_targets(target: str) -> None:
    assert re.search(rf"^{target}:.*## \S", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_pins_every_package_by_hash_and_names_no_host(lock: str) -> None:
    entries = pinned(lock)
    assert all("--hash=sha256:" in entry for entry in entries.values())
    assert "//" not in "".join(entries.values())
    assert "file:" not in "".join(entries.values())


def test_the_lock_holds_every_dependency() -> None:
    runtime = wanted(PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values())
    assert runtime <= set(pinned("requirements.txt"))
    assert runtime | wanted(PROJECT["dependency-groups"]["dev"]) <= set(pinned("requirements-dev.txt"))


def test_both_locks_agree() -> None:
    runtime, development = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: development.get(name) for name in runtime} == runtime


def test_every_data_file_is_packaged() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    for package in ("bot", "conversations"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and path.suffix not in {".py", ".pyc"}:
                assert any(PurePath(path.name).match(pattern) for pattern in patterns), f"{path} would not be installed"
