"""The phone simulator of demo mode: text the line from a fictional number, and see what it thinks.

What a newcomer would get wrong: nothing is short-circuited. A text sent here is a signed request to the real webhook, its
replies are confirmed by signed receipts, and what comes later comes through the worker. The page only reads what was stored.
Outside demo mode this blueprint is not registered, so its addresses do not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.services import demo_time, simulation
from bot.services.inbox import Case, stamp
from bot.web import live_pages, stories
from bot.web.line_of_app import clinic_of_app, line_of_app
from bot.web.phone_view import phone_page
from bot.web.simulated_carrier import CarrierError, SimulatedCarrier

CARRIER = "text_us_carrier"
LANGUAGES = {"en": "English", "es": "Español"}
PHONES: Mapping[int, str] = {index: f"+121255501{index:02}" for index in range(100)}
LONGEST_TEXT = 1600

REGIONS = {
    "texts": "simulator_texts.html",
    "quick": "simulator_quick.html",
    "clock-now": "simulator_clock.html",
    "phone-list": "simulator_phones.html",
    "behind-now": "simulator_behind.html",
}

blueprint = Blueprint("simulator", __name__, url_prefix="/simulator")


@dataclass(frozen=True)
class Jump:
    """A leap of the time machine."""

    key: str
    label: str
    by: timedelta


JUMPS = (
    Jump("15m", "15 min", timedelta(minutes=15)),
    Jump("2h", "2 h", timedelta(hours=2)),
    Jump("4h", "4 h", timedelta(hours=4)),
    Jump("1d", "1 day", timedelta(days=1)),
    Jump("7d", "7 days", timedelta(days=7)),
)


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which phone the page shows, the language to text in, and the story that is being followed."""

    index: int
    lang: str
    story: str | None


@blueprint.get("")
def show_phone() -> ResponseReturnValue:
    """Show one phone; `phone=new` picks one that has not texted."""
    if request.args.get("phone") == "new":
        return redirect(url_for("simulator.show_phone", phone=_fresh_phone(), lang=_where().lang))
    where = _where()
    values = _values(where)
    return render_template(
        "simulator.html",
        version=_version(where),
        live_url=url_for("simulator.send_updates", phone=where.index, lang=where.lang, story=where.story),
        languages=LANGUAGES.items(),
        stories=stories.told_in(where.lang),
        jumps=JUMPS,
        placeholder=stories.placeholder(where.lang),
        **values,
    )


@blueprint.get("/updates")
def send_updates() -> ResponseReturnValue:
    """Send what changed since the version a page shows, or nothing."""
    where = _where()
    version = _version(where)
    return live_pages.unchanged() if live_pages.is_current(version) else _update(where)


@blueprint.post("/texts")
def send_text() -> ResponseReturnValue:
    """Text the line from this phone: what was typed, an offered answer, or an earlier text once more."""
    where = _where()
    number = PHONES[where.index]
    again = request.form.get("again", type=int)
    if again is not None:
        line = line_of_app()
        case = simulation.read_phone(line.database, line.sealer, number)
        earlier = next((text for text in case.texts if text.id == again), None) if case else None
        if earlier is None or earlier.message_sid is None:
            abort(404)
        _carry(number, earlier.body or "", pictures=earlier.num_media, message_sid=earlier.message_sid)
    else:
        body = request.form.get("quick") or request.form.get("body", "")
        # Browsers send line breaks as CR LF; phones send LF.
        _carry(number, body.replace("\r\n", "\n")[:LONGEST_TEXT], pictures=1 if request.form.get("picture") else 0)
    return _shown(where)


@blueprint.post("/stories")
def start_story() -> ResponseReturnValue:
    """Send a story's first text from a phone that has not texted."""
    lang = _where().lang
    story = stories.find(request.form.get("story"), lang)
    if story is None:
        abort(404)
    index = _fresh_phone()
    _carry(PHONES[index], story.opening)
    return redirect(url_for("simulator.show_phone", phone=index, lang=lang, story=story.key), code=303)


@blueprint.post("/clock")
def move_clock() -> ResponseReturnValue:
    """Move the demo's clock ahead; what falls due on the way happens at its own time."""
    jump = next((jump for jump in JUMPS if jump.key == request.form.get("jump")), None)
    if jump is None:
        abort(400)
    demo_time.move_clock(line_of_app(), jump.by)
    return _shown(_where())


def _where() -> Where:
    index = request.args.get("phone", type=int)
    lang = request.args.get("lang", "en")
    if index is None:
        used = _phones_in_use()
        index = used[0].index if used else 0
    if index not in PHONES or lang not in LANGUAGES:
        abort(404)
    return Where(index=index, lang=lang, story=request.args.get("story"))


def _carry(number: str, body: str, *, pictures: int = 0, message_sid: str | None = None) -> None:
    carrier: SimulatedCarrier = current_app.extensions[CARRIER]
    try:
        carrier.deliver(sender=number, body=body, pictures=pictures, message_sid=message_sid)
    except CarrierError as error:
        abort(502, description=f"The line did not take the text: it answered {error.status}.")


def _shown(where: Where) -> ResponseReturnValue:
    """Answer a form: with the new regions for the page's script, with the page itself without one."""
    if request.accept_mimetypes.best == "application/json":
        return _update(where)
    return redirect(
        url_for("simulator.show_phone", phone=where.index, lang=where.lang, story=where.story, _anchor="composer"),
        code=303,
    )


def _update(where: Where) -> ResponseReturnValue:
    version = _version(where)
    return live_pages.update(version, "Simulator · Text Us", REGIONS, _values(where))


def _version(where: Where) -> str:
    line = line_of_app()
    minute = line.clock().replace(second=0, microsecond=0)
    return live_pages.version_of(where, minute, stamp(line.database))


def _values(where: Where) -> dict[str, Any]:
    """Everything the simulator's templates show."""
    line = line_of_app()
    case = simulation.read_phone(line.database, line.sealer, PHONES[where.index])
    ahead = simulation.clock_ahead(line.database)
    page = phone_page(
        case,
        index=where.index,
        numbers=PHONES,
        used=_phones_in_use(),
        clinic=clinic_of_app(),
        now=line.clock(),
        ahead=ahead,
    )
    return {
        "lang": where.lang,
        "story": where.story,
        "line_number": page.line_number,
        "clinic_name": page.clinic_name,
        "phone": page.phone,
        "phones": page.phones,
        "behind": page.behind,
        "clock": page.clock,
        **_offers(where, case),
    }


def _offers(where: Where, case: Case | None) -> dict[str, Any]:
    """The answers offered beside the field."""
    if case is None:
        return {"next_line": None, "quick": (stories.told_in(where.lang)[0].opening,)}
    following = stories.next_line(stories.find(where.story, where.lang), case.question, case.place)
    quick = stories.quick_answers(case.question, case.place, where.lang)
    return {"next_line": following, "quick": [answer for answer in quick if answer != following]}


def _phones_in_use() -> tuple[simulation.PhoneInUse, ...]:
    line = line_of_app()
    return simulation.phones_in_use(line.database, line.sealer, PHONES)


def _fresh_phone() -> int:
    """A phone that has not texted; when all have, the one that has been quiet the longest."""
    used = _phones_in_use()
    taken = {phone.index for phone in used}
    return next((index for index in PHONES if index not in taken), used[-1].index if used else 0)
