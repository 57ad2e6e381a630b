"""What the pages read, on both databases."""

from bot.services.inbound import receive_text
from bot.services.inbox import list_tickets, read_case, read_ticket, stamp
from bot.services.simulation import phones_in_use, read_phone
from bot.store.engine import Database
from tests.support.lines import PATIENT, make_line, text


def test_ticket_leads_to_its_conversation_with_evidence(database: Database) -> None:
    line = make_line(database)
    receive_text(line, text(1, "hello"))
    receive_text(line, text(2, "this is an emergency"))
    queue = list_tickets(database, line.sealer)
    assert (queue.waiting, queue.urgent) == (1, 1)
    (ticket,) = queue.lines
    assert (ticket.reason, ticket.phone, ticket.topics) == ("cauda_equina", PATIENT, ("red_flag",))
    assert ticket.last is not None
    assert ticket.last.body == "Call 911 now."
    case = read_ticket(database, line.sealer, ticket.ticket_id)
    assert case == read_case(database, line.sealer, ticket.conversation_id)
    assert case is not None
    (flag,) = case.flags
    ((message_id, start, end),) = flag.evidence
    words = {message.id: message.body or "" for message in case.texts}
    assert message_id is not None
    assert words[message_id][start:end] == "emergency"


def test_stamp_differs_after_every_text_and_not_in_between(database: Database) -> None:
    line = make_line(database)
    seen = [stamp(database)]
    for number in (1, 2):
        receive_text(line, text(number, "hello"))
        seen.append(stamp(database))
        assert stamp(database) == seen[-1]
    assert len(set(seen)) == 3


def test_only_phones_that_texted_are_in_use(database: Database) -> None:
    line = make_line(database)
    receive_text(line, text(1, "hello"))
    numbers = {0: PATIENT, 1: "+12125550101"}
    assert [phone.index for phone in phones_in_use(database, line.sealer, numbers)] == [0]
    assert read_phone(database, line.sealer, numbers[1]) is None


def test_reading_a_ticket_that_does_not_exist_finds_nothing(database: Database) -> None:
    line = make_line(database)
    assert read_ticket(database, line.sealer, 42) is None
