"""Putting the line together from the settings, the same for every process: web, worker and commands.

What a newcomer would get wrong: what is broken in the clinic file or the protocol stops the start here, with every fault
listed, and is not first noticed when a patient texts.
"""

from bot.clinic import Clinic
from bot.clinic import load as load_clinic
from bot.clinic_by_minute import ClinicByMinute
from bot.clock import utc_now
from bot.gateways.base import SmsGateway
from bot.sealing import Sealer
from bot.services.demo_time import DemoClock
from bot.services.line import Line
from bot.services.safety_net import safety_net
from bot.settings import Settings
from bot.store.engine import Database
from conversations import engine
from conversations.protocol.loader import load_protocol
from conversations.protocol.model import Protocol


def assemble(settings: Settings, *, protocol: Protocol | None = None, clinic: Clinic | None = None) -> Line:
    """Build the line. Raises what the clinic file and the protocol raise; the database is not touched yet."""
    known = protocol or load_protocol()
    opened = Database(settings.database_url)
    return Line(
        database=opened,
        sealer=Sealer(settings.secret_key.get_secret_value()),
        clinic=ClinicByMinute(clinic or load_clinic(settings.clinic_file)),
        clock=DemoClock(opened) if settings.demo else utc_now,
        protocol_version=known.version,
        advance=lambda state, event, now, view: engine.advance(known, state, event, now, view),
        safety_net=safety_net(known),
        account_sid=settings.twilio_account_sid,
        own_numbers=frozenset(filter(None, [settings.twilio_number])),
        demo=settings.demo,
    )


def gateway_for(settings: Settings) -> SmsGateway:
    """How texts leave: through Twilio, or nowhere in a demo."""
    if settings.demo:
        from bot.gateways.console import ConsoleGateway

        return ConsoleGateway()
    from bot.gateways.twilio import TwilioGateway

    return TwilioGateway(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token.get_secret_value(),
        messaging_service_sid=settings.twilio_messaging_service_sid,
        number=settings.twilio_number,
        api_url=settings.twilio_api_url,
    )
