"""Refresh the watchlists now, as their schedule does every hour: ``python -m tools.refresh [--stack NAME] [LIST …]``.

``--accept LIST`` takes a list as it is now, even where it has shrunk so much that it looks like a broken file.

Needed after every deployment that changes how an index is built: until then results say that they are incomplete.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from tools.tenants import local_environment


def main() -> int:
    """Refresh the lists and print what became of each; 1 when one could not be refreshed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    parser.add_argument("--accept", action="append", metavar="LIST", help="a list that was found to be right")
    parser.add_argument("lists", nargs="*", help="all enabled ones when left out")
    given = parser.parse_args()
    if given.stack is None:
        os.environ.update(local_environment())
    import boto3  # noqa: PLC0415  the environment must be set before

    stack = boto3.client("cloudformation").describe_stacks(StackName=given.stack or "customer-risk")["Stacks"][0]
    name = next(one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == "WatchlistRefresherFunction")
    event = {"sources": given.lists, "accept": given.accept}
    answer = boto3.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    said = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        print(f"the refresher failed: {said}", file=sys.stderr)
        return 1
    print(f"index {said['version']}{' (new)' if said['swapped'] else ''}: {said['entries']:,} entries")
    for one in said["lists"]:
        print(f"  {one['source']:<24}{one['entries']:>8,} entries  {one.get('problem') or one.get('origin', '')}")
    return int(any(one.get("problem") for one in said["lists"]))


if __name__ == "__main__":
    sys.exit(main())
