"""What can go wrong inside `conversations`.

ConversationError
+-- ProtocolError        a protocol, wording or lexicon file cannot be used; lists every fault
|   +-- ConditionError   one condition of a rule cannot be read
+-- StateError           a stored state cannot be read
+-- CopyError            a text cannot be rendered: a placeholder without a value
"""


class ConversationError(Exception):
    """Anything this package raises on purpose."""


class ProtocolError(ConversationError):
    """A protocol, wording or lexicon file cannot be used. `faults` lists each with its file and key."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ConditionError(ProtocolError):
    """A condition of a rule cannot be read."""


class StateError(ConversationError):
    """A stored conversation state cannot be read."""


class CopyError(ConversationError):
    """A text cannot be rendered."""
