"""Wording files are proved when they are loaded: every fault is named with its file and key."""

from pathlib import Path

import pytest

from conversations.errors import ProtocolError
from conversations.wording import load_wordings, text_faults


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A small sound pair of files to break."""
    write(tmp_path, en='[command]\nhelp = "Call {phone}."\n', es='[command]\nhelp = "Llame al {phone}."\n')
    return tmp_path


def write(directory: Path, **files: str) -> None:
    """Write language files."""
    for lang, text in files.items():
        (directory / f"{lang}.toml").write_text(text, encoding="utf-8")


def faults_of(directory: Path) -> tuple[str, ...]:
    """The faults for which the files are refused."""
    with pytest.raises(ProtocolError) as refused:
        load_wordings(directory)
    return refused.value.faults


def test_nested_tables_become_dotted_keys(directory: Path) -> None:
    assert load_wordings(directory)["es"]["command.help"] == "Llame al {phone}."


def test_a_key_of_one_language_alone_is_refused(directory: Path) -> None:
    write(directory, es='[command]\nhelp = "Llame al {phone}."\nextra = "Hola."\n')
    assert faults_of(directory) == ("en.toml: command.extra: is missing, es.toml has it",)


def test_a_placeholder_of_one_language_alone_is_refused(directory: Path) -> None:
    write(directory, es='[command]\nhelp = "Llame."\n')
    assert faults_of(directory) == ("es.toml: command.help: lacks the placeholder {phone} that en.toml has",)


def test_every_fault_of_both_files_is_listed_at_once(directory: Path) -> None:
    write(directory, en="[command]\nhelp = 5\n", es='[command]\nhelp = "Llámenos al {fone}."\n')
    faults = faults_of(directory)
    assert "en.toml: command.help: is not a text" in faults
    assert any("unknown placeholder {fone}" in fault for fault in faults)
    assert any("á would more than double the cost" in fault for fault in faults)


@pytest.mark.parametrize("broken", ["[command", "x = 1 = 2"])
def test_a_file_that_is_no_toml_is_named(directory: Path, broken: str) -> None:
    write(directory, en=broken)
    assert [fault.partition(":")[0] for fault in faults_of(directory)] == ["en.toml"]


def test_a_missing_file_is_named(directory: Path) -> None:
    (directory / "es.toml").unlink()
    assert faults_of(directory) == ("es.toml: the file is missing",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("Call us. ", "begins or ends with a space"),
        ("Don’t wait", "would more than double the cost"),
        ("Call {Phone}", "a brace that is no placeholder"),
        ("Reply YES or NO", "YES is a word that phone carriers act on"),
        ("Reply stop to go on", "STOP is a word that phone carriers act on"),
        ('Reply with "End"', "END is a word that phone carriers act on"),
        ("1 book\n2 CANCEL", "CANCEL is a word that phone carriers act on"),
        ("Reply HELP", "HELP is a word that phone carriers act on"),
        ("a" * 460, "takes 4 parts; 3 is the limit"),
    ],
)
def test_a_text_unfit_to_send_says_why(text: str, says: str) -> None:
    assert any(says in fault for fault in text_faults("book.how", text, "en"))


@pytest.mark.parametrize(
    "text", ["Reply Y or N.", "Does it stop when you rest?", "Have you tried ice? A Yes, and no better", "{phone}"]
)
def test_a_text_fit_to_send_has_no_fault(text: str) -> None:
    assert list(text_faults("book.how", text, "en")) == []


def test_a_letter_screen_may_be_longer_than_other_texts() -> None:
    assert list(text_faults("question.screen_risk", "a" * 612, "en")) == []
    assert list(text_faults("question.screen_risk", "a" * 613, "en")) == ["takes 5 parts; 4 is the limit"]


def test_only_the_notices_name_a_carrier_word() -> None:
    assert list(text_faults("start.notice", "Reply HELP for help, STOP to end.", "en")) == []
    assert list(text_faults("book.how", "Reply HELP for help, STOP to end.", "en")) != []
