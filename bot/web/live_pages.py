"""Pages that keep themselves current: a version to compare, and regions to send when it changed.

What a newcomer would get wrong: the page and its updates are built from the same templates with the same values, so they cannot
drift apart. The version is made before anything is opened or rendered: asking "anything new?" stays cheap.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue


def version_of(*parts: object) -> str:
    """A short text that differs when any part does, and tells nothing about them."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def is_current(version: str) -> bool:
    """Does the asking page show this version already?"""
    return request.args.get("version") == version


def unchanged() -> ResponseReturnValue:
    """Nothing new: an empty answer."""
    return "", 204


def update(version: str, title: str, regions: Mapping[str, str], values: Mapping[str, Any]) -> ResponseReturnValue:
    """Send each region of the page (element id -> template) as HTML, with the version they show."""
    rendered = {element: render_template(template, **values) for element, template in regions.items()}
    return jsonify(version=version, title=title, regions=rendered)
