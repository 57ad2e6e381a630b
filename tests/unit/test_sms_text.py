"""Alphabets, part counts and cleaning, with the vectors that agree with what Twilio billed (SMS_FACTS 7)."""

import unicodedata
from xml.etree import ElementTree

import pytest

from conversations.sms_text import (
    GSM_7,
    GSM_7_EXTENDED,
    Encoding,
    clean_for_sending,
    count_parts,
    encoding,
    units,
    unsendable_in_gsm_7,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 80 + "\r\n" + "a" * 79, 2),
        ("a" * 80 + "\n" + "a" * 79, 1),
        ("a" * 200 + "\r\n" + "a" * 105, 3),
        ("é" * 70, 1),
        ("e\u0301" * 70, 3),
        ("中" * 70, 1),
        ("中" * 71, 2),
        ("|", 1),
        ("]" * 80, 1),
        ("]" * 81, 2),
        ("]" * 152, 2),
        ("]" * 153, 3),
        ("this is a " + "]" * 74 + "😷", 2),
        ("😷" * 35, 1),
        ("😷" * 36, 2),
    ],
)
def test_a_text_is_counted_in_the_parts_it_is_billed_as(text: str, parts: int) -> None:
    assert count_parts(text) == parts


def test_an_escape_pair_is_never_split_over_two_parts() -> None:
    assert units("a" * 152 + "]" + "a" * 152) == 306
    assert count_parts("a" * 152 + "]" + "a" * 152) == 3


def test_a_surrogate_pair_is_never_split_over_two_parts() -> None:
    assert units("中" * 66 + "😷" + "中" * 66) == 134
    assert count_parts("中" * 66 + "😷" + "中" * 66) == 3


@pytest.mark.parametrize("char", "^{}\\[]~|€\f")
def test_an_extended_character_costs_two_septets_and_one_unit_of_ucs_2(char: str) -> None:
    assert units(char) == 2
    assert units(char + "á") == 2


def test_the_basic_alphabet_has_its_127_characters_and_shares_none_with_the_extension() -> None:
    assert len(GSM_7) == 127
    assert not GSM_7 & GSM_7_EXTENDED


@pytest.mark.parametrize("char", "éÉñÑüÜ¿¡àèìòùÇ")
def test_spanish_letters_of_gsm_7_stay_cheap(char: str) -> None:
    assert encoding(char) is Encoding.GSM_7


@pytest.mark.parametrize("char", "áíóúÁÍÓÚªº«»çâ")
def test_one_accent_outside_gsm_7_makes_the_whole_text_dear(char: str) -> None:
    assert encoding("a" * 70 + char) is Encoding.UCS_2
    assert unsendable_in_gsm_7(f"{char} and {char}") == char
    assert count_parts("a" * 70 + char) == 2


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("don’t ‘go’", "don't 'go'"),
        ("“now” «ya»", '"now" "ya"'),
        ("9–5 — soon…", "9-5 - soon..."),
        ("• one\t2", "- one 2"),
        ("no\u00a0break\u202fhere", "no break here"),
        ("zero\u200bwidth\ufeff\u2060\u00ad", "zerowidth"),
        ("right\u200fto\u202eleft", "righttoleft"),
        ("an\u0303o, cafe\u0301", "año, café"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("`code´", "'code'"),
        ("ring the bell\x07\x00\x0b\x1b\x7f\x85", "ring the bell"),
        ("half an emoji \ud83d", "half an emoji "),
        ("stays: 😷 á 中 []", "stays: 😷 á 中 []"),
    ],
)
def test_cleaning_keeps_words_and_drops_what_costs_or_breaks(typed: str, sent: str) -> None:
    assert clean_for_sending(typed) == sent
    assert clean_for_sending(sent) == sent


def test_a_character_is_cleaned_alike_in_plain_and_in_odd_company() -> None:
    for char in map(chr, range(0x3100)):
        assert clean_for_sending(char) == clean_for_sending(f"{char}\u200b"), char


def test_no_character_can_break_the_xml_of_an_answer() -> None:
    everything = (
        "".join(map(chr, range(0x3100))) + "".join(map(chr, range(0xD7F0, 0x10000))) + "\U0001f637\U000e0001\U0010ffff"
    )
    element = ElementTree.Element("Message")
    element.text = clean_for_sending(everything)
    read_back = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")).text
    assert read_back == element.text
    assert not {unicodedata.category(char) for char in read_back or "" if char != "\n"} & {"Cc", "Cf", "Cs", "Cn"}
