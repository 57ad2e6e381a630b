"""What staff see: the list of tickets, the thread, its evidence, and updates."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.models import AuditEntry, ContactKey
from bot.services.inbox import list_tickets, read_case
from bot.services.receipts import record_receipt
from bot.web.simulated_carrier import new_sid
from tests.support.sites import Site, open_site

HOSTILE = "<script>alert('hi')</script> \" onmouseover=\"x my crotch feels numb & <b>bold</b>"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A demo site."""
    opened = open_site(tmp_path)
    yield opened
    opened.line.database.close()


def rows(page: str) -> list[str]:
    """The text of each line of the list, without markup."""
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r'<a class="queue__row.*?</a>', page, re.DOTALL)
    ]


def test_most_urgent_ticket_stands_first_whenever_it_came(site: Site) -> None:
    site.text("I want a person", phone=1)
    site.real.forward(timedelta(minutes=20))
    site.text("my crotch feels numb", phone=2)
    site.real.forward(timedelta(minutes=3))
    first, second = rows(site.staff().get("/staff/").text)
    assert first.startswith("Emergency Waiting 3 min Bladder, bowel or saddle change")
    assert second.startswith("Same day Waiting 23 min Asked for a person")


def test_row_says_who_wrote_last_in_which_language_from_which_phone(site: Site) -> None:
    site.text("espasmo en la espalda, no siento entre las piernas", phone=7)
    (row,) = rows(site.staff().get("/staff/").text)
    assert "Bot: This may be an emergency." in row
    assert "0107" in row
    assert "Spanish" in row


def test_full_number_and_words_stay_out_of_the_list_and_of_titles_and_addresses(site: Site) -> None:
    site.text("my crotch feels numb", phone=7)
    staff = site.staff()
    assert "5550107" not in re.sub(r"[^0-9]", "", staff.get("/staff/").text)
    page = staff.get("/staff/tickets/1").text
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert title.group(1) == "(1) Inbox · Text Us"
    assert not [link for link in re.findall(r'href="(/[^"]*)"', page) if "0107" in link or "crotch" in link]


def test_conversation_with_two_tickets_is_one_row(site: Site) -> None:
    site.text("I want a person", phone=1)
    site.text("my crotch feels numb", phone=1)
    (row,) = rows(site.staff().get("/staff/").text)
    assert row.startswith("Emergency")


def test_evidence_is_marked_in_the_patients_words_with_its_rule(site: Site) -> None:
    site.text("back spasm and my crotch feels numb lol")
    page = site.staff().get("/staff/tickets/1").text
    assert 'back spasm and my <mark class="evidence">crotch feels numb</mark> lol' in page
    assert "Red flag: Bladder, bowel or saddle change" in page
    assert "cauda_equina.saddle" in page
    assert "<blockquote" in page


def test_hostile_words_are_shown_and_never_run(site: Site) -> None:
    site.text(HOSTILE)
    page = site.staff().get("/staff/tickets/1").text
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "&lt;script&gt;alert(&#39;hi&#39;)&lt;/script&gt;" in page


def test_spanish_words_carry_their_language(site: Site) -> None:
    site.text("espasmo en la espalda y se me durmio entre las piernas")
    page = site.staff().get("/staff/tickets/1").text
    patient, bot = re.findall(r'<div class="bubble__body" lang="(..)">', page)
    assert (patient, bot) == ("es", "en")  # the script answers in English


def test_opted_out_patient_is_to_be_phoned(site: Site) -> None:
    site.text("I want a person")
    site.text("STOP")
    staff = site.staff()
    assert "Call, do not text" in staff.get("/staff/").text
    page = staff.get("/staff/tickets/1").text
    assert "This number opted out." in page
    assert 'href="tel:+12125550100"' in page


def test_picture_without_words_is_shown_as_such(site: Site) -> None:
    site.text("I want a person")
    site.text("", pictures=2)
    page = site.staff().get("/staff/tickets/1").text
    assert "No words in this text" in page
    assert "2 pictures" in page


def test_unsigned_protocol_is_said_on_every_staff_page(site: Site) -> None:
    site.text("I want a person")
    staff = site.staff()
    for address in ("/staff/", "/staff/tickets/1"):
        assert "DRAFT protocol: practice mode" in staff.get(address).text


def test_top_bar_says_whether_the_clinic_is_open(site: Site) -> None:
    staff = site.staff()
    assert "Open until 13:00" in staff.get("/staff/").text
    site.real.forward(timedelta(hours=12))
    # Staff time is real time: the night is not idling with a page open.
    assert "Closed, reopens Tue 09:00" in site.staff().get("/staff/").text


def test_empty_inbox_says_that_nobody_waits(site: Site) -> None:
    assert "Nobody is waiting" in site.staff().get("/staff/").text


def test_ticket_that_does_not_exist_is_a_plain_page(site: Site) -> None:
    answer = site.staff().get("/staff/tickets/42")
    assert answer.status_code == 404
    assert "There is no page at this address." in answer.text


def test_updates_are_empty_until_something_changes(site: Site) -> None:
    site.text("I want a person")
    staff = site.staff()
    address = "/staff/updates?ticket=1"
    first = staff.get(address).json
    assert first is not None
    assert staff.get(f"{address}&version={first['version']}").status_code == 204
    site.text("and my crotch feels numb")
    second = staff.get(f"{address}&version={first['version']}")
    assert second.status_code == 200
    assert second.json is not None
    assert second.json["version"] != first["version"]
    assert "crotch feels numb" in second.json["regions"]["thread-items"]
    assert "1 urgent" in second.json["regions"]["urgent-count"]


def test_waiting_times_are_news_every_minute(site: Site) -> None:
    site.text("I want a person")
    staff = site.staff()
    version = (staff.get("/staff/updates").json or {})["version"]
    site.real.forward(timedelta(seconds=61))
    assert staff.get(f"/staff/updates?version={version}").status_code == 200


def test_update_holds_what_the_page_holds(site: Site) -> None:
    site.text("my crotch feels numb")
    staff = site.staff()
    page = staff.get("/staff/tickets/1").text
    update = staff.get("/staff/updates?ticket=1").json
    assert update is not None
    for element, html in update["regions"].items():
        assert f'id="{element}"' in page
        assert html.strip() in page


def test_opening_a_thread_is_audited_and_its_updates_are_not(site: Site) -> None:
    site.text("my crotch feels numb")
    staff = site.staff()
    staff.get("/staff/tickets/1")
    staff.get("/staff/updates?ticket=1")
    with site.line.database.reading() as session:
        read = session.scalars(select(AuditEntry).where(AuditEntry.action == "thread_read")).all()
    assert [(entry.staff_id, entry.contact_id, entry.detail) for entry in read] == [(1, 1, {"ticket": 1})]


def test_open_conversation_stays_selected_when_a_more_urgent_ticket_opens(site: Site) -> None:
    site.text("I want a person", phone=1)
    site.text("my crotch feels numb", phone=1)
    page = site.staff().get("/staff/tickets/1").text
    assert re.search(r'<a class="queue__row" href="/staff/tickets/2" aria-current="page">', page)


def test_text_that_failed_says_so_with_the_carriers_code(site: Site) -> None:
    site.text("I want a person")
    reply = read_case(site.line.database, site.line.sealer, 1).texts[1]
    record_receipt(site.line, message_id=reply.id, message_sid=new_sid(), status="undelivered", error_code=30003)
    page = site.staff().get("/staff/tickets/1").text
    assert "Not delivered (carrier code 30003)" in page


def test_deleted_record_leaves_a_page_without_words(site: Site) -> None:
    site.text("my crotch feels numb", phone=7)
    with site.line.database.writing() as session:
        session.execute(update(ContactKey).values(wrapped=None))
    staff = site.staff()
    for address in ("/staff/", "/staff/tickets/1"):
        answer = staff.get(address)
        assert answer.status_code == 200
        assert "The words of this text were deleted." in answer.text
        assert "crotch" not in answer.text
        assert "0107" not in answer.text


def test_urgent_count_covers_what_the_list_cannot_show(site: Site) -> None:
    for phone in range(3):
        site.text("my crotch feels numb", phone=phone)
    site.text("I want a person", phone=4)
    queue = list_tickets(site.line.database, site.line.sealer)
    assert (len(queue.lines), queue.waiting, queue.urgent) == (4, 4, 3)
