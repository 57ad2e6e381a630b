"""The demo's way to send: nothing leaves this machine, and the phone simulator shows the stored text.

What a newcomer would get wrong: it reports delivery at once, because no receipt will ever come.
"""

from bot import logs
from bot.gateways.base import Accepted, OutgoingText

log = logs.get("console")


class ConsoleGateway:
    """Takes every text and sends none."""

    def send(self, text: OutgoingText) -> Accepted:
        """Note that a text would have gone out."""
        log.info("text_shown", action="send")
        return Accepted(message_sid=None, delivered=True)
