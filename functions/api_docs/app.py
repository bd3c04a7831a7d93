"""Serves ``/docs``, ``/openapi.json`` and ``/healthz``, to everybody and apart from the functions that must be fast.

The page is Swagger UI with its script and styles inside, so that it works where no other host can be reached; the
browser is told to run nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

type Answer = tuple[int, dict[str, str], str]

DOCUMENT = Path(__file__).with_name("openapi.json")

_START = 'SwaggerUIBundle({url: "openapi.json", dom_id: "#ui", deepLinking: true, docExpansion: "list", filter: true})'


def health() -> Answer:
    """That we are here."""
    return 200, {"content-type": "application/json", "cache-control": "no-store"}, '{"status": "ok"}'


@cache
def document() -> Answer:
    """The OpenAPI document."""
    return 200, _cached("application/json"), DOCUMENT.read_text(encoding="utf-8")


@cache
def page() -> Answer:
    """The documentation as a page."""
    # Found without importing it: Powertools' event handler would cost a cold start 100 ms for two files.
    package = importlib.util.find_spec("aws_lambda_powertools")
    if package is None or package.origin is None:
        raise FileNotFoundError("the dependencies layer lacks aws_lambda_powertools")
    assets = Path(package.origin).parent / "event_handler" / "openapi" / "swagger_ui"
    script = (assets / "swagger-ui-bundle.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    style = (assets / "swagger-ui.min.css").read_text(encoding="utf-8")
    html = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Customer Risk API</title>\n'
        f'<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body>\n<div id="ui"></div>\n'
        f"<script>{script}</script>\n<script>{_START}</script>\n</body>\n</html>\n"
    )
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_fingerprint(script)} {_fingerprint(_START)}",
            "style-src 'unsafe-inline'",  # Swagger UI sets styles on its elements
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return 200, _cached("text/html; charset=utf-8") | {"content-security-policy": policy}, html


PAGES: dict[str, Callable[[], Answer]] = {"/healthz": health, "/docs": page, "/openapi.json": document}


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Answer one request of the HTTP API."""
    http = event["requestContext"]["http"]
    # A stage that is not $default stands before the path.
    serve = PAGES.get("/" + event["rawPath"].rpartition("/")[2])
    if serve is None:
        status, headers, body = _problem(404, "not-found", "Not found", "There is nothing here.")
    elif http["method"] not in {"GET", "HEAD"}:
        status, headers, body = _problem(405, "method-not-allowed", "Method not allowed", "Use GET.")
        headers["allow"] = "GET, HEAD"
    else:
        status, headers, body = serve()
    print(json.dumps({"level": "INFO", "path": event["rawPath"][:100], "status": status}), flush=True)  # noqa: T201
    always = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
    return {"statusCode": status, "headers": headers | always, "body": body if http["method"] != "HEAD" else ""}


def _cached(media: str) -> dict[str, str]:
    return {"content-type": media, "cache-control": "public, max-age=300"}


def _fingerprint(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _problem(status: int, slug: str, title: str, detail: str) -> Answer:
    body = {"type": f"urn:customer-risk:problem:{slug}", "title": title, "status": status, "detail": detail}
    return status, {"content-type": "application/problem+json"}, json.dumps(body | {"message": detail})
