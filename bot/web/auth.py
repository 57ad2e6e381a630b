"""Staff log-in, log-out, and the guard in front of every staff page.

What a newcomer would get wrong: the cookie is not Flask's session. It holds a random token that opens a row which can be
revoked; Flask's own session carries only the form token. And staff time is real time, also in a demo whose clock was moved
ahead: else a time jump would log everybody out.
"""

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot import phone
from bot.clock import utc_now
from bot.services import staff_accounts
from bot.services.staff_accounts import StaffMember
from bot.web.line_of_app import clinic_of_app, line_of_app

COOKIE = "text_us_staff"
PAGES = "/staff"
REFUSED = "User name or password is not right, or there were too many tries. Wait five minutes after five wrong ones."
LONGEST_INPUT = 200

blueprint = Blueprint("auth", __name__, url_prefix=PAGES)


@blueprint.before_app_request
def require_staff() -> ResponseReturnValue | None:
    """Let nobody see a staff page without a running log-in; send everybody else to the log-in page."""
    if not (request.path == PAGES or request.path.startswith(f"{PAGES}/")):
        return None
    g.staff = _member()
    if g.staff is not None or request.endpoint in {"auth.show_log_in", "auth.log_in"}:
        return None
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("auth.show_log_in", next=wanted))


def logged_in() -> StaffMember:
    """Who is asking. Only for views behind the guard."""
    member: StaffMember = g.staff
    return member


@blueprint.get("/login")
def show_log_in() -> ResponseReturnValue:
    """Show the log-in form; somebody who is logged in goes on to the inbox."""
    if g.staff is not None:
        return redirect(url_for("inbox.show_tickets"))
    return _form()


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    """Open a session, or say that it was refused without saying why."""
    username = request.form.get("username", "")[:LONGEST_INPUT]
    password = request.form.get("password", "")[:LONGEST_INPUT]
    token = staff_accounts.log_in(line_of_app().database, utc_now, username=username, password=password)
    if token is None:
        return _form(error=REFUSED, username=username), 401
    response = redirect(_way_on())
    response.set_cookie(
        COOKIE,
        token,
        path=PAGES,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    staff_accounts.log_out(line_of_app().database, utc_now, logged_in())
    response = redirect(url_for("auth.show_log_in"))
    response.delete_cookie(COOKIE, path=PAGES)
    return response


def _member() -> StaffMember | None:
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    # A page left open asks for news for ever; that must not keep an empty chair logged in (45 CFR 164.312).
    by_hand = request.endpoint != "inbox.send_updates"
    return staff_accounts.member_of(line_of_app().database, utc_now, token, by_hand=by_hand)


def _form(*, error: str | None = None, username: str = "") -> str:
    clinic = clinic_of_app()
    return render_template(
        "login.html",
        title="Staff log-in · Text Us",
        error=error,
        username=username,
        next=request.args.get("next"),
        clinic_name=clinic.name,
        clinic_phone=phone.shown(clinic.phone),
        clinic_tel=clinic.phone,
    )


def _way_on() -> str:
    """Where somebody wanted to go before logging in, as long as it is a staff page of ours."""
    wanted = request.args.get("next", "")
    plain = wanted.startswith(f"{PAGES}/") and "//" not in wanted and "\\" not in wanted and ":" not in wanted
    return wanted if plain else url_for("inbox.show_tickets")
