"""Write ``docs/amlyze-errors.md`` from the rules of customer intake; ``--check`` only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT / "layers" / "customer_risk"), str(_ROOT / "functions")]

from amlyze_intake.rules.envelope import ENVELOPE  # noqa: E402  the two folders are no installed packages
from amlyze_intake.rules.lists import LISTS  # noqa: E402
from amlyze_intake.rules.related import ENTITY, ENTITY_LISTS, ENTITY_RULES, NO_LIST  # noqa: E402
from amlyze_intake.rules.rule import UNUSABLE, ListRules, Rule, Wrapper, rejection  # noqa: E402
from amlyze_intake.rules.types import RELATED, TYPES, WRONG_TYPES, type_wrapper  # noqa: E402

TARGET = _ROOT / "docs" / "amlyze-errors.md"
INDEX, FIELD, VALUE = "N", "<field>", "<value>"

_HEAD = f"""# Errors of customer intake

Written by `tools/amlyze_errors_doc.py` from the rules (`functions/amlyze_intake/rules/`). Do not edit.

A request that breaks a rule is answered with 400 and the first broken rule, in the order of this page:

```
{{"resultType": "REQUEST_REJECTED", "errorCode": "C002", "errorDescription": "CustomerExtId is mandatory"}}
```

Handle errors by code. `{INDEX}` is a position, counted from 0; `{FIELD}` the name of the value that could not be used;
`{VALUE}` what was sent, its first 100 characters at most. A code that begins with `X-` is our own, because none is
published for that rule. Rules marked with * have a message of our own, too: the published catalogue has none for them.

Text is mandatory where the message says so; `null`, an empty text and a value of the wrong type count as absent there.
Apostrophes are the typewriter's, `'`. The published page sets some of its messages with typographic ones.

A communication number that was rejected can be used again. Beside these answers there are 401 and 403
(`{{"error": {{"code": "unauthorized"}}}}`), 400, 404, 405, 413 and 415 for what is no such request at all
(`{{"timestamp", "status", "error", "path"}}`), 500 and 503 (`{{"resultType": "REQUEST_REJECTED", "status", "error"}}`).
"""


class Row(NamedTuple):
    """One rule at one place: the composed code and message, with placeholders."""

    section: str
    code: str
    message: str
    when: str
    ours: bool


def rows(*, organisation: bool = True) -> Iterator[Row]:
    """Every rule in the order it is asked, as composed for one type of customer."""
    for rule in ENVELOPE:
        yield _row("The envelope", (), rule)
    for rule in TYPES:
        yield _row("The type of customer", (), rule)
    for wrapper, rule in WRONG_TYPES:
        yield _row("The type of customer", ((wrapper, INDEX),), rule)
    for rules in LISTS:
        yield from _of_list((), rules, rules.field)
    yield _row(RELATED, (), NO_LIST)
    around = ((type_wrapper(organisation=organisation), INDEX), (ENTITY, INDEX))
    yield from (_row(RELATED, around, rule) for rule in ENTITY_RULES)
    for rules in ENTITY_LISTS:
        yield from _of_list(around, rules, f"{RELATED}[].{rules.field}")


def _of_list(around: Sequence[tuple[Wrapper, int | str]], rules: ListRules[Any], section: str) -> Iterator[Row]:
    for rule in rules.rules:
        yield _row(section, (*around, (rules.wrapper, INDEX)), rule)


def _row(section: str, around: Sequence[tuple[Wrapper, int | str]], rule: Rule[Any]) -> Row:
    composed = rejection(around, rule, FIELD if rule.code == UNUSABLE else VALUE)
    ours = rule.ours or any(wrapper.ours for wrapper, _ in around)
    return Row(section, composed.code, composed.description, rule.when, ours)


def render() -> str:
    """The whole document."""
    lines = [_HEAD]
    section = ""
    for row in rows():
        if row.section != section:
            section = row.section
            lines.append(f"## {f'`{section}`' if section.startswith('list') else section}\n")
            if section == RELATED:
                lines.append("For an INDIVIDUAL customer the codes begin with `C016.C016`, and the message says so.\n")
            lines += ["| code | message | when |", "|---|---|---|"]
        lines.append(f"| `{row.code}` | `{row.message}`{' *' if row.ours else ''} | {row.when} |")
    text = "\n".join(lines)
    return text.replace("\n## ", "\n\n## ").replace("\n\n\n", "\n\n") + "\n"


def main() -> int:
    """Write or compare; 1 when the document is stale."""
    text = render()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.relative_to(_ROOT)} is not what the rules say: run `python -m tools.amlyze_errors_doc`")
    return 1


if __name__ == "__main__":
    sys.exit(main())
