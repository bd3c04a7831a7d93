"""Score pairs of names with OpenSanctions' ``logic-v2``, inside an environment that has nomenklatura; not this one.

Reads lines ``[schema, query, [candidate, …]]`` as JSON from standard input and answers each with ``[scores, seconds]``.
"""

from __future__ import annotations

import json
import sys
import time

from followthemoney.proxy import EntityProxy  # type: ignore[import-not-found]
from nomenklatura.matching import ScoringConfig, get_algorithm  # type: ignore[import-not-found]


def main() -> None:
    """Answer until the input ends."""
    algorithm, config, number = get_algorithm("logic-v2"), ScoringConfig.defaults(), 0

    def entity(schema: str, name: str) -> EntityProxy:
        nonlocal number
        # Names are cached by the entity's id there: the same id twice would be compared by its first name.
        number += 1
        return EntityProxy.from_dict({"id": f"e{number}", "schema": schema, "properties": {"name": [name]}})

    algorithm.compare(entity("Person", "Warm Up"), entity("Person", "Warm Down"), config)
    for line in sys.stdin:
        schema, query, candidates = json.loads(line)
        began = time.thread_time()
        asked = entity(schema, query)
        scores = [algorithm.compare(asked, entity(schema, name), config).score for name in candidates]
        sys.stdout.write(json.dumps([scores, time.thread_time() - began]) + "\n")


if __name__ == "__main__":
    main()
