"""The demo's way to send: nothing leaves this machine, and the phone simulator shows the stored text.

What a newcomer would get wrong: it reports delivery at once, because no receipt will ever come.
"""

import structlog

from bot.gateways.base import Accepted, OutgoingText

log = structlog.get_logger()


class ConsoleGateway:
    """Takes every text and sends none."""

    def send(self, text: OutgoingText) -> Accepted:
        """Note that a text would have gone out."""
        log.info("demo_sent", segments=None)
        return Accepted(message_sid=None, delivered=True)
