"""The pure half of Text Us: what a conversation is, and how one moves.

    engine.advance      the only way a conversation moves: protocol, state, event, now, clinic -> Sprint
    state, events       what is stored, what can happen, what can be asked for
    listening           a text, in the protocol's order of work; answering, doubts, sidetalk, checkins, waits, episodes its parts
    assessment, case    facts -> rules -> flags -> decision table; interview, outcomes: what is asked and told
    understanding/      from a patient's words to facts and answers
    protocol/           the declarative protocol: model, loader, conditions
    protocols/          the clinical content as data, lexicons/ the words

Knows no database, network, clock or environment, and nothing of `bot`.
"""
