"""Pages for people: one document each, with script and style inside, and a policy that lets the browser run no other.

Kept apart from :mod:`customer_risk.web.resolver`: a page needs no routing, and Powertools' event handler would cost its
cold start 100 ms.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

type Answer = tuple[int, dict[str, str], str]
"""Status, headers with names in lower case, body."""


def cached(media: str) -> dict[str, str]:
    """The headers of something everybody may keep for five minutes."""
    return {"content-type": media, "cache-control": "public, max-age=300"}


def page(title: str, body: str, *, style: str, scripts: Iterable[str], sets_styles: bool = False) -> Answer:
    """A page that works where no other host can be reached.

    It may load nothing, send requests to where it came from and be shown in no frame. ``sets_styles`` says that a
    script sets styles on elements, which takes the policy a weaker word.
    """
    scripts = [script.replace("</script", "<\\/script") for script in scripts]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_fingerprint(script) for script in scripts)}",
            f"style-src {"'unsafe-inline'" if sets_styles else _fingerprint(style)}",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    html = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body>\n{body}\n'
        + "".join(f"<script>{script}</script>\n" for script in scripts)
        + "</body>\n</html>\n"
    )
    return 200, cached("text/html; charset=utf-8") | {"content-security-policy": policy}, html


def serve_pages(pages: Mapping[str, Callable[[], Answer]]) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda handler of an HTTP API that shows these, by the last part of their path, to everybody."""

    def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
        http = event["requestContext"]["http"]
        # A stage that is not $default stands before the path.
        make = pages.get("/" + event["rawPath"].rpartition("/")[2])
        if make is None:
            status, headers, body = _problem(404, "not-found", "Not found", "There is nothing here.")
        elif http["method"] not in {"GET", "HEAD"}:
            status, headers, body = _problem(405, "method-not-allowed", "Method not allowed", "Use GET.")
            headers["allow"] = "GET, HEAD"
        else:
            status, headers, body = make()
        print(json.dumps({"level": "INFO", "path": event["rawPath"][:100], "status": status}), flush=True)  # noqa: T201
        always = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
        return {"statusCode": status, "headers": headers | always, "body": body if http["method"] != "HEAD" else ""}

    return handler


def _fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _problem(status: int, slug: str, title: str, detail: str) -> Answer:
    body = {"type": f"urn:customer-risk:problem:{slug}", "title": title, "status": status, "detail": detail}
    return status, {"content-type": "application/problem+json"}, json.dumps(body | {"message": detail})
