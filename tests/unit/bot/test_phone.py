"""Phone numbers: read, shown, masked, and told apart from invented ones."""

import pytest

from bot import phone


@pytest.mark.parametrize("raw", ["(212) 555-0100", "+1 212 555 0100", "2125550100", "212.555.0100", "1-212-555-0100"])
def test_a_us_number_is_read_however_it_is_written(raw: str) -> None:
    assert phone.parse(raw) == "+12125550100"


@pytest.mark.parametrize("raw", ["", "hello", "12345", "+1212", "+1 911 911 9119", "00000000000"])
def test_what_is_no_number_is_refused(raw: str) -> None:
    with pytest.raises(phone.PhoneError):
        phone.parse(raw)


def test_short_codes_are_told_from_phones() -> None:
    assert phone.is_short_code("72345")
    assert phone.is_short_code("723456")
    assert not phone.is_short_code("+12125550100")
    assert not phone.is_short_code("CLINIC")


@pytest.mark.parametrize(
    ("number", "invented"),
    [
        ("+12125550100", True),
        ("+19175550199", True),
        ("+15005550006", True),
        ("+15001234567", True),
        ("+12125550200", False),
        ("+12125550099", False),
        ("+12125560100", False),
        ("+121255501000", False),
        ("12125550100", False),
        ("+442079460100", False),
        ("+12125550100\n", False),
    ],
)
def test_demo_mode_knows_numbers_that_nobody_can_have(number: str, invented: bool) -> None:
    assert phone.is_fictional(number) is invented


def test_a_masked_number_shows_four_digits_at_most() -> None:
    assert phone.masked("+12125550100") == "...0100"
    assert phone.masked("72345") == "..."


def test_a_number_is_shown_as_people_write_it() -> None:
    assert phone.shown("+12125550100") == "212-555-0100"
    assert phone.shown("+442079460958") == "+442079460958"
