"""Refresh the watchlists now, as their schedule does every hour: ``python -m tools.refresh [--stack NAME] [LIST …]``.

    python -m tools.refresh --upload LIST FILE [FILE …]   read files of a list, keep them in the bucket, refresh it
    python -m tools.refresh --accept LIST                 take a list as it is now, however much it has shrunk

Needed after every deployment that changes how an index is built: until then results say that they are incomplete.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "layers" / "customer_risk"))

from customer_risk.screening.entry import BrokenListError
from customer_risk.screening.lists.registry import source_named
from tools.tenants import local_environment

_SHOWN = 10


def upload(s3: Any, bucket: str, name: str, paths: list[Path]) -> int:
    """Keep files where the refresher looks first; how many entries they have.

    A list of one file may be called anything, those of more have their own names. Raises ``SystemExit`` for what is no
    such list, and keeps nothing then; rows that cannot be read are printed.
    """
    try:
        source = source_named(name)
    except KeyError:
        raise SystemExit(f"There is no list {name}: docs/watchlists.md names them.") from None
    expected = (*source.files, *source.optional)
    files = {expected[0] if len(expected) == 1 else path.name.lower(): path.read_bytes() for path in paths}
    if unknown := files.keys() - set(expected):
        raise SystemExit(f"{name} has no file {', '.join(sorted(unknown))}; it has {', '.join(expected)}.")
    try:
        content = source.read(files)
    except BrokenListError as error:
        raise SystemExit(str(error)) from None
    for missed in content.unreadable[:_SHOWN]:
        print(f"  not read: {missed.where}: {missed.why}")
    if len(content.unreadable) > _SHOWN:
        print(f"  … and {len(content.unreadable) - _SHOWN} more")
    for file, data in files.items():
        s3.put_object(Bucket=bucket, Key=f"lists/{name}/{file}", Body=data)
    return len(content.entries)


def main() -> int:
    """Refresh the lists and print what became of each; 1 when one could not be refreshed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    parser.add_argument("--accept", action="append", metavar="LIST", help="a list that was found to be right")
    parser.add_argument("--upload", metavar="LIST", help="a list whose files follow")
    parser.add_argument("lists", nargs="*", metavar="LIST", help="all enabled ones when left out; with --upload, files")
    given = parser.parse_args()
    if given.stack is None:
        os.environ.update(local_environment())
    import boto3  # noqa: PLC0415  the environment must be set before

    stack = boto3.client("cloudformation").describe_stacks(StackName=given.stack or "customer-risk")["Stacks"][0]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    if given.upload:
        paths = [Path(one) for one in given.lists]
        count = upload(boto3.client("s3"), outputs["WatchlistsBucket"], given.upload, paths)
        print(f"{given.upload}: {count:,} entries uploaded")
    event = {"sources": [given.upload] if given.upload else given.lists, "accept": given.accept}
    name = outputs["WatchlistRefresherFunction"]
    answer = boto3.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    said = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        print(f"the refresher failed: {said}", file=sys.stderr)
        return 1
    print(f"index {said['version']}{' (new)' if said['swapped'] else ''}: {said['entries']:,} entries")
    for one in said["lists"]:
        print(f"  {one['source']:<24}{one['entries']:>8,} entries  {one.get('problem') or one.get('origin', '')}")
    idle = given.upload and not said["lists"]
    if idle:
        print(f"{given.upload} is not enabled: name it in WatchlistSources.", file=sys.stderr)
    return int(bool(idle) or any(one.get("problem") for one in said["lists"]))


if __name__ == "__main__":
    sys.exit(main())
