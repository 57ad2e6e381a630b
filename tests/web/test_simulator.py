"""The demo's phone: what a stranger can do with it, and that it takes no short cut."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.gateways.console import ConsoleGateway
from bot.models import Message, Receipt
from bot.services.delivery import deliver_due
from bot.services.inbox import read_case
from bot.web import stories
from bot.web.simulated_carrier import CarrierError, SimulatedCarrier, sign
from tests.support.scripted_engine import CALL_911, REMINDER, SCREEN
from tests.support.sites import Site, Visitor, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A demo site."""
    opened = open_site(tmp_path)
    yield opened
    opened.line.database.close()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """A stranger on the simulator's page."""
    browser = site.browser()
    browser.get("/simulator")
    return browser


def shown(page: str) -> str:
    """A page's words without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_simulator_exists_in_demo_mode_only(tmp_path: Path) -> None:
    site = open_site(tmp_path, demo=False)
    for address in ("/simulator", "/simulator/updates", "/simulator?phone=3"):
        assert site.browser().get(address).status_code == 404
    assert site.browser().post("/simulator/texts?phone=3", body="hello").status_code == 404


def test_text_without_script_comes_back_with_the_reply(visitor: Visitor) -> None:
    sent = visitor.post("/simulator/texts?phone=7", body="my back locked up")
    assert sent.status_code == 303
    page = visitor.get(sent.location.partition("#")[0]).text
    assert "my back locked up" in page
    assert shown(SCREEN) in shown(page)
    assert "212-555-0107" in page
    assert "1 part" in page
    assert "Delivered" in page


def test_two_phones_are_two_conversations(visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="one phone")
    visitor.post("/simulator/texts?phone=2", body="another phone")
    page = visitor.get("/simulator?phone=1").text
    assert "one phone" in page
    assert "another phone" not in page
    assert "212-555-0102" in page  # in the list of phones


def test_page_shows_state_question_and_outcome_beside_the_phone(visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="my back locked up")
    page = shown(visitor.get("/simulator?phone=1").text)
    assert "State SCREEN_NERVE" in page
    assert "Question screen_nerve" in page
    assert "First reminder Mon Mar 2, 10:15" in page
    visitor.post("/simulator/texts?phone=1", body="my crotch feels numb")
    page = shown(visitor.get("/simulator?phone=1").text)
    assert "Emergency: call 911" in page
    assert "cauda_equina.saddle" in page


@pytest.mark.parametrize("lang", ["en", "es"])
def test_there_are_five_stories_and_each_starts_on_a_fresh_phone(site: Site, visitor: Visitor, lang: str) -> None:
    site.text("already in use", phone=0)
    told = stories.told_in(lang)
    assert [story.key for story in told] == ["home_care", "book", "emergency", "person", "stop"]
    for index, story in enumerate(told, start=1):
        started = visitor.post(f"/simulator/stories?lang={lang}", story=story.key)
        assert f"phone={index}&" in started.location
        assert shown(story.opening) in shown(visitor.get(started.location).text)


def test_story_offers_its_next_line_for_the_open_question(visitor: Visitor) -> None:
    started = visitor.post("/simulator/stories?lang=en", story="home_care")
    page = visitor.get(started.location).text
    assert re.search(r'class="quick__next"[^>]*name="quick" value="NONE"', page)


def test_duplicate_gets_no_second_turn(site: Site, visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="my back locked up")
    before = read_case(site.line.database, site.line.sealer, 1)
    again = str(before.texts[0].id)
    assert visitor.post("/simulator/texts?phone=1", again=again).status_code == 303
    after = read_case(site.line.database, site.line.sealer, 1)
    assert [text.id for text in after.texts] == [text.id for text in before.texts]


def test_duplicate_of_another_phones_text_is_not_found(visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="my back locked up")
    assert visitor.post("/simulator/texts?phone=2", again="1").status_code == 404


def test_picture_travels_as_one(site: Site, visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="", picture="1")
    assert read_case(site.line.database, site.line.sealer, 1).texts[0].num_media == 1


def test_time_machine_brings_what_falls_due_at_its_own_time(site: Site, visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="my back locked up")
    assert visitor.post("/simulator/clock?phone=1", jump="2h").status_code == 303
    deliver_due(site.line, ConsoleGateway(), str)
    page = shown(visitor.get("/simulator?phone=1").text)
    assert f"{REMINDER} 10:15 1 part" in page
    assert "Monday, March 2, 12:00" in page
    assert "2 h ahead of real time" in page


def test_time_never_goes_backwards(visitor: Visitor) -> None:
    assert visitor.post("/simulator/clock?phone=1", jump="-1d").status_code == 400


def test_updates_are_empty_until_something_changes(visitor: Visitor) -> None:
    address = "/simulator/updates?phone=1"
    version = (visitor.get(address).json or {})["version"]
    assert visitor.get(f"{address}&version={version}").status_code == 204
    visitor.post("/simulator/texts?phone=1", body="my crotch feels numb")
    answer = visitor.get(f"{address}&version={version}")
    assert shown(CALL_911) in shown((answer.json or {})["regions"]["texts"])


def test_hostile_words_are_shown_and_never_run(visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="<img src=x onerror=alert(1)>")
    page = visitor.get("/simulator?phone=1").text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_text_goes_through_the_signed_webhook(site: Site, visitor: Visitor) -> None:
    """With another token than the webhook's nothing arrives: there is no way around the signature."""
    carrier = SimulatedCarrier(
        app=site.app,
        public_url=site.settings.public_url,
        auth_token="not the token",
        account_sid=site.settings.twilio_account_sid,
        line_number="+12125550199",
    )
    with pytest.raises(CarrierError) as refused:
        carrier.deliver(sender="+12125550100", body="hello")
    assert refused.value.status == 403
    with site.line.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_every_reply_is_confirmed_by_a_receipt(site: Site, visitor: Visitor) -> None:
    visitor.post("/simulator/texts?phone=1", body="my crotch feels numb")
    with site.line.database.reading() as session:
        receipts = session.scalars(select(Receipt)).all()
        reply = session.scalars(select(Message).where(Message.emergency)).one()
    assert [(receipt.message_id, receipt.status) for receipt in receipts] == [(reply.id, "delivered")]
    assert reply.due_at is None  # confirmed: nothing is left to send again


def test_signature_is_twilios(site: Site) -> None:
    """Vector V1 of the signature facts: token, address and form are invented, the result is fixed."""
    fields = {
        "AccountSid": "AC" + "0" * 32,
        "MessageSid": "SM" + "1" * 32,
        "From": "+12125550100",
        "To": "+12125550199",
        "Body": "Tengo tos y fiebre",
        "NumMedia": "0",
        "NumSegments": "1",
    }
    assert (
        sign("https://clinic.example/sms/inbound", fields, "clinic-test-token-0001") == "I5XDe2mZVCKa8CK18H62zsKu2aw="
    )


@pytest.mark.parametrize("address", ["/simulator?phone=100", "/simulator?phone=-1", "/simulator?lang=fr"])
def test_other_phones_and_languages_are_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_form_without_token_is_refused(site: Site) -> None:
    assert site.app.test_client().post("/simulator/texts?phone=1", data={"body": "hello"}).status_code == 400
