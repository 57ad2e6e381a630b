"""The worker: once a second, fire what is due and send what waits.

What a newcomer would get wrong: several workers may run at once, and any of them may be killed at any moment. So a duty
claims what it works on, and a duty that fails is logged and tried again; it never takes the others down with it.
"""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot import logs
from bot.assembly import assemble, gateway_for
from bot.gateways import twilio
from bot.gateways.base import SmsGateway
from bot.services.delivery import ReceiptsUrl, deliver_due
from bot.services.heartbeat import Heartbeat
from bot.services.line import Line
from bot.services.timeouts import expire_waits
from bot.settings import Settings

EVERY = timedelta(seconds=1)

log = logs.get("worker")


def duties(line: Line, gateway: SmsGateway, receipts_url: ReceiptsUrl) -> dict[str, Callable[[], object]]:
    """What has to be done every second, by name, in this order."""
    return {
        "heartbeat": Heartbeat(line),
        "expire_waits": lambda: expire_waits(line),
        "deliver_due": lambda: deliver_due(line, gateway, receipts_url),
    }


def run(settings: Settings) -> None:
    """Work until the system asks to stop. Raises what clinic file and protocol raise."""
    stop = threading.Event()
    stop_on_signals(stop)
    line = assemble(settings)
    receipts_url = partial(twilio.receipts_url, settings.public_url)
    work(duties(line, gateway_for(settings), receipts_url), stop)


def work(todo: dict[str, Callable[[], object]], stop: threading.Event, every: timedelta = EVERY) -> None:
    """Do every duty, again and again, until `stop` is set."""
    while not stop.is_set():
        began = time.monotonic()
        for name, duty in todo.items():
            try:
                duty()
            except Exception as error:  # one duty's trouble must not silence the others
                log.error("duty_failed", action=name, exc_info=error)
        stop.wait(max(0.0, every.total_seconds() - (time.monotonic() - began)))


def stop_on_signals(stop: threading.Event) -> None:
    """Finish the round and end when the system asks to."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
