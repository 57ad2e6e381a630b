"""Headers that every answer carries: what a page may load, where it may be shown, and that nobody keeps a copy.

What a newcomer would get wrong: the policy allows no inline script and no inline style at all. A style attribute in a template
does nothing; give it a class.
"""

from flask import Flask, Response, request

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def add_page_headers(app: Flask) -> None:
    """Put the security headers on every answer of the application."""

    @app.after_request
    def _add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CONTENT_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        # Flask-WTF checks the Referer of a form sent over https, so our own pages must still see it.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        # A shared computer's "back" must not show a patient's words after log-out.
        response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
        return response
