"""`text-us chat`: the bot in the terminal, fed from a pipe here."""

import io

import pytest

from bot.cli import main


def chat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], texts: str, *options: str) -> str:
    """Text the bot line by line and return what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO(texts))
    assert main(["chat", *options]) == 0
    return capsys.readouterr().out


def test_the_bot_asks_its_first_safety_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Safety check 1 of 3" in chat(monkeypatch, capsys, "my back hurts\n")


def test_each_line_is_the_next_text_of_the_same_conversation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = chat(monkeypatch, capsys, "my back hurts\nNONE\n")
    assert printed.index("1 of 3") < printed.index("2 of 3")


def test_spanish_and_the_clinic_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = chat(monkeypatch, capsys, "hola\n", "--lang", "es", "--clinic", "total_orthopedics")
    assert "1 de 3" in printed
    assert "Total Orthopedics" in printed
