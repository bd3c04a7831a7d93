"""Serves ``/docs``, ``/openapi.json`` and ``/healthz``, to everybody and apart from the functions that must be fast.

The page is Swagger UI with its script and styles inside, so that it works where no other host can be reached.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from customer_risk.web.pages import Answer, cached, serve_pages
from customer_risk.web.pages import page as as_page

DOCUMENT = Path(__file__).with_name("openapi.json")

_START = 'SwaggerUIBundle({url: "openapi.json", dom_id: "#ui", deepLinking: true, docExpansion: "list", filter: true})'


def health() -> Answer:
    """That we are here."""
    return 200, {"content-type": "application/json", "cache-control": "no-store"}, '{"status": "ok"}'


@cache
def document() -> Answer:
    """The OpenAPI document."""
    return 200, cached("application/json"), DOCUMENT.read_text(encoding="utf-8")


@cache
def page() -> Answer:
    """The documentation as a page."""
    # Found without importing it: Powertools' event handler would cost a cold start 100 ms for two files.
    package = importlib.util.find_spec("aws_lambda_powertools")
    if package is None or package.origin is None:
        raise FileNotFoundError("the dependencies layer lacks aws_lambda_powertools")
    assets = Path(package.origin).parent / "event_handler" / "openapi" / "swagger_ui"
    return as_page(
        "Customer Risk API",
        '<div id="ui"></div>',
        style=(assets / "swagger-ui.min.css").read_text(encoding="utf-8"),
        scripts=[(assets / "swagger-ui-bundle.min.js").read_text(encoding="utf-8"), _START],
        sets_styles=True,
    )


handler = serve_pages({"/healthz": health, "/docs": page, "/openapi.json": document})
