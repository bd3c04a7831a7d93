"""Serves ``/cases``, where reviewers work: one page that logs its user in and asks the API for the rest.

The page itself holds nothing of any tenant, so it is served to everybody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from customer_risk.web.pages import Answer, page, serve_pages

_PARTS = Path(__file__).with_name("page")


@cache
def cases() -> Answer:
    """The page of cases."""
    return page("Customer cases", _part("cases.html"), style=_part("cases.css"), scripts=[_part("cases.js")])


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


handler = serve_pages({"/cases": cases})
