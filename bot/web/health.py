"""For machines that watch: alive, ready, and figures."""

import hmac
import ipaddress

from flask import Blueprint, Response, jsonify, request

from bot.services.line import Line
from bot.services.readiness import faults
from bot.settings import Settings
from bot.web.metrics import Metrics


def health(line: Line, settings: Settings, metrics: Metrics) -> Blueprint:
    """The three routes."""
    blueprint = Blueprint("health", __name__)
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None

    @blueprint.get("/healthz")
    def show_alive() -> Response:
        """Say that this process answers; nothing else is looked at."""
        return Response("ok\n", mimetype="text/plain")

    @blueprint.get("/readyz")
    def show_ready() -> tuple[Response, int]:
        """Say whether a text would be answered, and what is missing if not."""
        found = faults(line.database, line.clock)
        return jsonify({"ready": not found, "faults": found}), 503 if found else 200

    @blueprint.get("/metrics")
    def show_metrics() -> Response:
        """Give the figures to this machine, or to who has the token."""
        if not _may_see_metrics(token):
            return Response("", status=403, mimetype="text/plain")
        return Response(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return blueprint


def _may_see_metrics(token: str | None) -> bool:
    if token is not None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # A proxy on this machine makes every caller look local, so whatever was passed on is not.
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP")):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
