"""Start every HTTP function once, so that the first person to call does not wait for it."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

from tools.local_stack.progress import StepFailed
from tools.local_stack.routes import Route

AT_ONCE = 4  # each cold function is a process of its own that unpacks and imports its layers
SERVER_ERROR = 500
COLD_START_WITHIN = 60.0  # seconds


def warm(base_url: str, routes: Iterable[Route]) -> None:
    """Call one route of every function without credentials; any answer below 500 proves that it runs."""
    by_function = {route.function: route for route in routes}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda route: (route, _status(base_url, route)), by_function.values()))
    if failed := [f"{route.key} ({route.function}): {status}" for route, status in answers if status >= SERVER_ERROR]:
        raise StepFailed("functions that do not start: " + ", ".join(failed))


def _status(base_url: str, route: Route) -> int:
    method, _, path = route.key.partition(" ")
    url = urlsplit(base_url + re.sub(r"\{[^}]+\}", "warm-up", path))
    with closing(http.client.HTTPConnection(url.netloc, timeout=COLD_START_WITHIN)) as connection:
        connection.request("GET" if method == "ANY" else method, url.path)
        return connection.getresponse().status
