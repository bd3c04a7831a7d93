"""`sam build` and `sam deploy` of our own template, aimed at the emulated cloud."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path
from typing import Any

from tools.local_stack.cloud import ROOT_KEY, Cloud
from tools.local_stack.home import ROOT, Home
from tools.local_stack.progress import run
from tools.local_stack.stack import NAME
from tools.local_stack.toolbox import environment

ARTIFACTS = "artifacts"
ARCHITECTURE = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")
SOURCES = ("functions", "layers", "template.yaml", "samconfig.toml")


def source_files() -> list[Path]:
    """Return every file whose change needs a deployment."""
    roots = [ROOT / name for name in SOURCES]
    files = [f for root in roots for f in (root.rglob("*") if root.is_dir() else [root])]
    return sorted(f for f in files if f.is_file() and "__pycache__" not in f.parts)


def fingerprint(home: Home) -> str:
    """Return a digest of all that a deployment depends on."""
    digest = hashlib.sha256(" ".join(_parameters(home)).encode())
    for file in source_files():
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def build(home: Home, sam: Path) -> None:
    """Run `sam build`; needs no cloud."""
    env = environment(SAM_CLI_TELEMETRY="0", AWS_DEFAULT_REGION="us-east-1", ARCHITECTURE=ARCHITECTURE)
    command: list[str | Path] = [
        sam,
        "build",
        "--config-env",
        "local",
        "--build-dir",
        home.build,
        "--cache-dir",
        home.build_cache,
    ]
    run(command, log=home.log("build"), env=env, cwd=ROOT)


def deploy(home: Home, sam: Path, cloud: Cloud, cloudformation: Any, s3: Any) -> dict[str, str]:
    """Run `sam deploy` and return the stack's outputs."""
    if ARTIFACTS not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    command: list[str | Path] = [sam, "deploy", "--config-file", ROOT / "samconfig.toml", "--config-env", "local"]
    command += ["--template-file", home.build / "template.yaml"]
    command += ["--stack-name", NAME, "--s3-bucket", ARTIFACTS, "--parameter-overrides", *_parameters(home)]
    env = {**cloud.environment(), **ROOT_KEY, "SAM_CLI_TELEMETRY": "0", "SAM_CLI_POLL_DELAY": "0.2"}
    run(command, log=home.log("deploy"), env=env, cwd=ROOT)
    (described,) = cloudformation.describe_stacks(StackName=NAME)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}


def _parameters(home: Home) -> list[str]:
    return [
        "Stage=local",
        f"Architecture={ARCHITECTURE}",
        "AllowLoopbackCallbacks=true",
        "WatchlistSources=sample",  # shipped and fictional: a first check needs no network
        f"ExtraCaBundle={home.ca_file.resolve()}",
    ]
