"""Reading what patients wrote that was not understood, as counts of a phrase at a question."""

from collections import Counter

from bot.sealing import Sealer, SealError
from bot.services.sprints import PHRASE
from bot.store import contacts, findings
from bot.store.engine import Database


def count_phrases(database: Database, sealer: Sealer) -> Counter[tuple[str, str]]:
    """Count (question, phrase), case and spacing aside. What was forgotten, or sealed under another key, is not counted."""
    counted: Counter[tuple[str, str]] = Counter()
    with database.reading() as session:
        for stored in findings.unknown_phrases(session):
            try:
                phrase = contacts.seal_of(session, sealer, stored.contact_id).open(stored.phrase_sealed, PHRASE)
            except SealError:
                continue
            counted[stored.question, " ".join(phrase.lower().split())] += 1
    return counted
