# ruff: noqa: RUF001  letters that look like others are the subject here
"""Samples, and thousands of ways to send something else instead. Everything follows from one seed."""

from __future__ import annotations

import base64
import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tests.fuzz.world import MARKER
from tests.support.client import CHECK, sample

V1 = "/v1/customerChecks"


class Sent(NamedTuple):
    """A request to send."""

    what: str
    method: str
    target: str
    body: bytes
    headers: dict[str, str]


class Start(NamedTuple):
    """A good request that mutations begin with; ``weight`` is how often. The large ones cost ten times as much."""

    what: str
    method: str
    target: str
    tree: Any
    weight: int = 4


_TELLING = re.compile(r"name|holder|number|address|street|id$|notes|town|place|title", re.IGNORECASE)
_CODE = re.compile(r"type$|source$|ipAddress$", re.IGNORECASE)


def marked(tree: Any, name: str = "") -> Any:
    """A sample whose names, numbers and contacts all hold the marker."""
    if isinstance(tree, dict):
        return {key: marked(value, key) for key, value in tree.items()}
    if isinstance(tree, list):
        return [marked(value, name) for value in tree]
    if isinstance(tree, str) and _TELLING.search(name) and not _CODE.search(name):
        return f"{tree} {MARKER}" if "@" not in tree else f"{MARKER}.{tree}"
    return tree


_CHECKS = {
    "minimal_person.json": 8,
    "minimal_organisation.json": 8,
    "nothing_said.json": 1,
    "person.json": 8,
    "organisation.json": 5,
    "older_spellings.json": 4,
    "older_sample.json": 1,
    "full_v2_sample.json": 2,
}
CHECKS = tuple(
    Start(name, "POST", target, marked(sample(name)), weight * often)
    for name, weight in _CHECKS.items()
    for target, often in ((CHECK, 3), (V1, 1))
)
"""Customer checks, which begin with any sample."""

TEXTS = (
    *(
        "",
        " ",
        "\0",
        f"{MARKER}\0",
        "\u202e" + MARKER,
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\U0010ffff",
        "\u0301" * 200,
        "İ" * 50,
    ),
    *("\x1b[31m", "\r\nSet-Cookie: a=b", "${jndi:ldap://x}", "'; DROP TABLE x; --", "<script>", "{{7*7}}", "../../etc"),
    *("NaN", "Infinity", "-0", "1e999", "0x10", "٣", "²", "½", "1_000", "1,5", "true", "null", "9" * 400),
    *(
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2024-02-30",
        "2026-11-21T25:61:61Z",
        "٢٠٢٤-٠١-٠١",
        "31/12/1999",
        "9999",
    ),
    *(
        "https://127.0.0.1/",
        "https://[::ffff:7f00:1]/",
        "https://a@b.example/",
        "https://x.example:22/",
        "http://x",
        "//",
    ),
    *("T#other#", "T#other#C#1", "#", "##", "x#CHECK", "CUSTOMER-1", "\u212a", "ß", "SS", "ﬁ", "+1 900 555 0199;ext=1"),
    *("x" * 255, "x" * 257, "é" * 256, "😀" * 256, "x" * 10_000, "x" * 10_001, "щ" * 3_000, "\ufdfa" * 1_000),
    *("a." * 3_000, "a b " * 2_500, "(" * 3_000, "+" * 300, "@" * 300, "٠" * 300, "-" * 5_000),
)
NUMBERS = (
    *(0, -0.0, -1, 1, 2**31, 2**53, 2**53 + 1, 2**63, 2**64, 10**30, 10**308, 10**309, -(10**309)),
    *(5e-324, 1e-300, 1.7976931348623157e308, -1.7976931348623157e308, 0.1, -0.5, 1.0000001, 1e22),
)
VALUES: tuple[Any, ...] = (*TEXTS, *NUMBERS, None, True, False, [], {}, [[]], [{}], {"": ""}, [None], [[[["x"]]]])


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value."""
    found = [path] if path else []
    for key, item in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        found += places(item, (*path, key))
    return found


class Fuzzer:
    """Makes requests, one after the other, the same for the same seed."""

    def __init__(self, seed: int, key: str, starts: Sequence[Start] = CHECKS) -> None:
        self._starts = starts
        self._weights = [start.weight for start in starts]
        self._places = [places(start.tree) for start in starts]
        self._random = random.Random(seed)  # noqa: S311  repeatable is what is wanted
        self._key = key
        self._trees: tuple[Callable[[Any, list[Any]], Any], ...] = (
            *(self._replaced, self._replaced, self._replaced, self._dropped, self._repeated, self._nested),
            *(self._many, self._swapped, self._everywhere),
        )
        self._bytes: tuple[Callable[[bytes], bytes], ...] = (
            *(self._cut, self._flipped, self._inserted, self._doubled_name, self._surrogates, self._digits),
            *(self._deep, self._encoded, self._wrapped, self._unicode_escapes),
        )

    def next(self) -> Sent:
        """The next request."""
        choose = self._random
        (number,) = choose.choices(range(len(self._starts)), self._weights)
        start = self._starts[number]
        tree = json.loads(json.dumps(start.tree))
        done = [start.what]
        headers: dict[str, str] = {}
        kind = choose.random()
        if kind < 0.3:
            for mutate in choose.choices(self._trees, k=choose.choice((1, 1, 2, 4))):
                tree = mutate(tree, self._places[number])
                done.append(mutate.__name__)
        body = json.dumps(tree, ensure_ascii=choose.random() < 0.5).encode()
        if 0.3 <= kind < 0.88:
            for damage in choose.choices(self._bytes, k=choose.choice((1, 1, 2))):
                body = damage(body)
                done.append(damage.__name__)
        if kind >= 0.82:
            headers = self._headers()
            done += headers
        return Sent("/".join(done), start.method, start.target, body, headers)

    def _place(self, tree: Any, known: list[Any]) -> tuple[Any, Any] | None:
        """Somewhere in the tree that earlier mutations have left in place."""
        path = self._random.choice(known) if known else None
        if path is None:
            return None
        holder = tree
        try:
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            return None
        return (holder, path[-1]) if isinstance(holder, (dict, list)) else None

    def _replaced(self, tree: Any, known: list[Any]) -> Any:
        if found := self._place(tree, known):
            found[0][found[1]] = self._random.choice(VALUES)
        return tree

    def _dropped(self, tree: Any, known: list[Any]) -> Any:
        if found := self._place(tree, known):
            del found[0][found[1]]
        return tree

    def _repeated(self, tree: Any, known: list[Any]) -> Any:
        if found := self._place(tree, known):
            found[0][found[1]] = [found[0][found[1]]] * self._random.choice((2, 3, 50))
        return tree

    def _nested(self, tree: Any, known: list[Any]) -> Any:
        if found := self._place(tree, known):
            for _ in range(self._random.choice((1, 2, 35, 60))):
                found[0][found[1]] = {"companyDetails": {"shareholders": [found[0][found[1]]]}}
        return tree

    def _many(self, tree: Any, known: list[Any]) -> Any:
        """A long list where a list stands."""
        lists = [path for path in known if path and isinstance(path[-1], int)]
        if found := self._place(tree, lists):
            holder = found[0]
            if isinstance(holder, list):
                holder += [holder[found[1]]] * self._random.choice((10, 45, 200))
        return tree

    def _swapped(self, tree: Any, known: list[Any]) -> Any:
        one, other = self._place(tree, known), self._place(tree, known)
        if one and other:
            copy = json.loads(json.dumps(other[0][other[1]]))
            one[0][one[1]] = copy
        return tree

    def _everywhere(self, tree: Any, _: list[Any]) -> Any:
        """One value in the place of all numbers, or of all texts."""
        kind = self._random.choice((str, float))
        value = self._random.choice(NUMBERS if kind is float else TEXTS[:60])

        def put(part: Any) -> Any:
            if isinstance(part, dict):
                return {key: put(item) for key, item in part.items()}
            if isinstance(part, list):
                return [put(item) for item in part]
            same = isinstance(part, (int, float) if kind is float else str) and not isinstance(part, bool)
            return value if same else part

        return put(tree)

    def _cut(self, body: bytes) -> bytes:
        return body[: self._random.randrange(len(body) + 1)]

    def _flipped(self, body: bytes) -> bytes:
        out = bytearray(body)
        for _ in range(self._random.choice((1, 1, 5))):
            if out:
                out[self._random.randrange(len(out))] = self._random.randrange(256)
        return bytes(out)

    def _inserted(self, body: bytes) -> bytes:
        at = self._random.randrange(len(body) + 1)
        return (
            body[:at]
            + self._random.choice((b"\0", b"\xff", b"\xed\xa0\x80", b'"', b"{", b"}", b",", b"\\u0000", b"NaN"))
            + body[at:]
        )

    def _doubled_name(self, body: bytes) -> bytes:
        """A name given twice; the last one counts."""
        return body[:-1] + b',"masterData":[1],"masterData":{"accountHoldingPartyData":{"customerId":"twice"}}}'

    def _surrogates(self, body: bytes) -> bytes:
        lone = self._random.choice((b"\\ud800", b"\\udc00\\ud800", b"\\ud83d", b"\xed\xa0\x80"))
        return body.replace(b'": "', b'": "' + lone, self._random.choice((1, 1, 5)))

    def _digits(self, body: bytes) -> bytes:
        """A number of very many digits."""
        many = self._random.choice((19, 320, 4_300, 5_000, 20_000))
        number = self._random.choice(
            (b"9" * many, b"-" + b"9" * many, b"0." + b"3" * many, b"1e" + b"9" * min(many, 320))
        )
        return re.sub(rb'": "[^"]*"', b'": ' + number, body, count=self._random.choice((1, 3)))

    def _deep(self, body: bytes) -> bytes:
        levels = self._random.choice((10, 190, 201, 5_000, 100_000))
        opening, closing = self._random.choice(((b"[", b"]"), (b'{"a":', b"}")))
        inside = opening * levels + b"1" + closing * levels
        return b'{"x": ' + inside + b"," + body[1:] if body[:1] == b"{" else inside

    def _encoded(self, body: bytes) -> bytes:
        text = body.decode(errors="replace")
        return self._random.choice(
            (
                *(
                    lambda: text.encode("utf-16"),
                    lambda: text.encode("utf-32"),
                    lambda: text.encode("latin-1", "replace"),
                ),
                *(lambda: b"\xef\xbb\xbf" + body, lambda: gzip.compress(body, mtime=0), lambda: base64.b64encode(body)),
                *(lambda: text.encode("utf-7", "replace"), lambda: text.encode("cp037", "replace")),
            )
        )()

    def _wrapped(self, body: bytes) -> bytes:
        return self._random.choice(
            (b"[%s]", b" \n%s\n", b"%s%s", b'"%s"', b"callback(%s)", b"//x\n%s", b"%s,")
        ).replace(b"%s", body)

    def _unicode_escapes(self, body: bytes) -> bytes:
        return re.sub(
            rb"[A-Za-z]", lambda match: b"\\u%04x" % match.group()[0], body, count=self._random.choice((3, 300))
        )

    def _headers(self) -> dict[str, str]:
        choices: dict[str, tuple[str, ...]] = {
            "idempotency-key": (
                "",
                " ",
                "k",
                "k" * 255,
                "k" * 256,
                "a,b",
                "é",
                "\0",
                "\ud800",
                "T#x",
                "\u2028",
                "k" * 9_000,
            ),
            "prefer": (
                *(
                    "return=minimal",
                    "respond-async",
                    "return=minimal, respond-async",
                    'return="minimal"',
                    "RETURN = MINIMAL",
                ),
                *("return", "=", ";", ",", "return=minimal;" * 500, "respond-async;wait=NaN", "\0", "é"),
            ),
            "content-type": (
                *("", " ", "/", "application/json; charset=utf-16", "application/json;charset=x", "APPLICATION/JSON"),
                *(
                    "text/plain",
                    "application/xml",
                    "multipart/form-data; boundary=x",
                    "application/x-www-form-urlencoded",
                ),
                *(
                    "application/vnd.x+json",
                    "application/+json",
                    "application/json, text/plain",
                    "\0",
                    "é",
                    "a" * 9_000,
                ),
            ),
            "api-key": (
                *(
                    "",
                    " ",
                    self._key[:-1],
                    self._key + "0",
                    self._key.upper(),
                    self._key + "\n",
                    f" {self._key}",
                    "crk__",
                ),
                *(f"{self._key},{self._key}", self._key.replace("crk_", "crk_x"), "é", "\0", "\ud800", "x" * 9_000),
                self._key.replace("_", "\u203f"),
            ),
            "x-access-token": ("", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "\0", "é", "x" * 9_000),
            "authorization": (
                *("", "Bearer", "Bearer ", "Basic Og==", "bearer a.b.c", "Bearer \0", "Bearer é", "x" * 9_000),
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
            ),
            "if-match": ("", "*", '"', '""', "W/*", '"x", "y"', "\0", "é", '"' * 9_000),
            "x-reason": ("", " ", "r", "r" * 500, "r" * 501, "\0", "é", f"{MARKER}\n"),
            "content-length": ("0", "-1", "NaN", "9" * 30),
            "content-encoding": ("gzip", "br", "identity", "x"),
            "accept": ("text/html", "*/*;q=0", "application/xml", ""),
            "accept-encoding": ("gzip", "identity;q=0", "*"),
            "x-http-method-override": ("DELETE", "GET"),
            "x-forwarded-for": ("127.0.0.1", "'", "x" * 5_000),
            "expect": ("100-continue",),
            "origin": ("null", "https://evil.example"),
            "cookie": ("a=b", "=" * 500),
        }
        names = self._random.sample(list(choices), k=self._random.choice((1, 1, 2, 4)))
        return {name: self._random.choice(choices[name]) for name in names}
