"""A gateway that keeps what it was given and fails as scripted, held to account by `test_gateway_contract.py`."""

from bot.gateways.base import Accepted, OutcomeUnknownError, OutgoingText, SendError


class FakeGateway:
    """Takes texts into `sent`; faults given to `fail_next` come first, in order."""

    def __init__(self) -> None:
        self.sent: list[OutgoingText] = []
        self._faults: list[SendError | OutcomeUnknownError] = []

    def fail_next(self, *faults: SendError | OutcomeUnknownError) -> None:
        """Fail the next sends."""
        self._faults.extend(faults)

    def send(self, text: OutgoingText) -> Accepted:
        """Take one text, or fail as scripted."""
        if self._faults:
            raise self._faults.pop(0)
        self.sent.append(text)
        return Accepted(message_sid=f"SM{len(self.sent):032x}")
