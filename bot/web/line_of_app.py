"""How a page reaches the line it belongs to: the application carries it, put there where the web process is wired."""

from flask import current_app

from bot.clinic import Clinic
from bot.services.line import Line

LINE = "text_us_line"
CLINIC = "text_us_clinic"


def line_of_app() -> Line:
    """The line of the running application."""
    line: Line = current_app.extensions[LINE]
    return line


def clinic_of_app() -> Clinic:
    """The clinic file of the running application."""
    clinic: Clinic = current_app.extensions[CLINIC]
    return clinic
