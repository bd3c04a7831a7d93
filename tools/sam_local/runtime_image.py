"""A stand-in for AWS's Python runtime image, made of this machine's own parts and packages from PyPI.

It holds this CPython with the libraries it needs, a shell with the few commands `sam` runs while it adds
the layers, AWS's runtime interface client and boto3. Nothing is pulled from a container registry; the
runtime interface emulator is added by `sam` itself.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.local_stack.home import ROOT, Home
from tools.local_stack.progress import StepFailed, run
from tools.local_stack.toolbox import environment, output

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
BASE = "customer-risk/python-base"
NAME = f"customer-risk/python:{VERSION}"
PINS = ROOT / "tools" / "requirements" / "lambda-image.txt"
COMMANDS = ("sh", "mv", "cp", "rm", "mkdir", "chmod")
# Loaded by name at run time, or wanted by packages of a layer; no ELF header of ours names them.
ALSO = ("libstdc++.so.6", "libgcc_s.so.1", "libm.so.6", "libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2",
        "libpthread.so.0", "libdl.so.2", "librt.so.1")  # fmt: skip
LEFT_OUT = re.compile(
    r"/(test|tests|idlelib|tkinter|turtledemo|ensurepip|site-packages|__pycache__|config-[^/]+)(/|$)|\.a$"
)
BOOTSTRAP = f"""#!/bin/sh
export AWS_EXECUTION_ENV=AWS_Lambda_python{VERSION}
export PYTHONPATH=/var/task:/opt/python/lib/python{VERSION}/site-packages:/opt/python:/var/runtime
exec /var/lang/bin/python{VERSION} -m awslambdaric "$_HANDLER"
"""
VARIABLES = {
    "PATH": "/var/lang/bin:/bin",
    "LD_LIBRARY_PATH": "/var/lang/lib:/usr/lib",
    "PYTHONHOME": "/var/lang",
    "LANG": "en_US.UTF-8",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
}
SETTINGS = (
    "ENV " + " ".join(f"{name}={value}" for name, value in VARIABLES.items()),
    "WORKDIR /var/task",
    'ENTRYPOINT ["/var/runtime/bootstrap"]',
)


def build(home: Home, docker: Mapping[str, str], variables: Mapping[str, str]) -> str:
    """Make the image, with `variables` in every function's environment; return its name.

    `sam local` can only override variables that the template declares, so the emulated cloud's address
    is part of the image.
    """
    env = environment(**docker)
    recipe = Path(__file__).read_bytes() + PINS.read_bytes() + f"{sys.version}{Path(sys.executable).resolve()}".encode()
    base = f"{BASE}:{hashlib.sha256(recipe).hexdigest()[:16]}"
    if not output(["docker", "images", "--quiet", base], env).strip():
        with tempfile.TemporaryDirectory(dir=home.scratch.parent) as scratch:
            archive = Path(scratch) / "image.tar"
            _pack(archive, _runtime(home, Path(scratch) / "runtime", env))
            changes = [part for setting in SETTINGS for part in ("--change", setting)]
            run(["docker", "import", *changes, archive, base], log=home.log("image"), env=env, cwd=ROOT)
    dockerfile = f"FROM {base}\n" + "".join(f"ENV {name}={value}\n" for name, value in variables.items())
    subprocess.run(
        ["docker", "build", "--quiet", "--tag", NAME, "-"],
        input=dockerfile, text=True, env={**env, "DOCKER_BUILDKIT": "0"}, capture_output=True, check=True,
    )  # fmt: skip
    return NAME


def _runtime(home: Home, target: Path, env: Mapping[str, str]) -> Path:
    command = ["uv", "pip", "install", "--quiet", "--python", sys.executable, "--only-binary", ":all:"]
    run([*command, "--require-hashes", "--target", target, "-r", PINS], log=home.log("image"), env=env, cwd=ROOT)
    return target


def _pack(archive: Path, runtime: Path) -> None:
    stdlib = Path(sysconfig.get_path("stdlib"))
    python = Path(sys.executable).resolve()
    commands = {name: _command(name) for name in COMMANDS}
    libraries = _libraries([python, *commands.values(), *stdlib.rglob("*.so"), *runtime.rglob("*.so")])
    with tarfile.open(archive, "w") as tar:
        for folder, mode in {"tmp": 0o1777, "opt": 0o755, "var/task": 0o755, "var/rapid": 0o755, "proc": 0o555}.items():
            tar.addfile(_entry(folder, mode, tarfile.DIRTYPE))
        for name, command in commands.items():
            tar.add(command, f"bin/{name}")
        for library in libraries:
            # The loader is looked for where every ELF header names it, the libraries in LD_LIBRARY_PATH.
            in_place = library.name.startswith("ld-linux")
            tar.add(library.resolve(), str(library).lstrip("/") if in_place else f"usr/lib/{library.name}")
        tar.add(python, f"var/lang/bin/python{VERSION}")
        tar.add(stdlib, f"var/lang/lib/python{VERSION}", filter=_wanted)
        tar.add(runtime, "var/runtime")
        for name, text, mode in (
            ("var/runtime/bootstrap", BOOTSTRAP, 0o755),
            ("etc/passwd", "root:x:0:0:root:/:/bin/sh\nsbx_user1051:x:993:990::/home/sbx_user1051:/bin/sh\n", 0o644),
            ("etc/nsswitch.conf", "hosts: files dns\n", 0o644),
        ):
            content = text.encode()
            entry = _entry(name, mode, tarfile.REGTYPE)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def _entry(name: str, mode: int, kind: bytes) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.mode, entry.type = mode, kind
    return entry


def _wanted(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if LEFT_OUT.search("/" + entry.name) else entry


def _command(name: str) -> Path:
    found = shutil.which(name, path="/bin:/usr/bin")
    if not found:
        raise StepFailed(f"this machine has no {name} to put into the image")
    return Path(found).resolve()


def _libraries(binaries: Iterable[Path]) -> list[Path]:
    """Return every shared library the binaries are linked with, and those in ALSO, one of each name."""
    found: dict[str, Path] = {}
    listed = subprocess.run(["ldd", *map(str, binaries)], capture_output=True, text=True, check=False).stdout
    known = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=False, env={"PATH": _ADMIN}).stdout
    for path in re.findall(r"(?:=>\s+|^\s+)(/\S+) \(0x", listed, flags=re.MULTILINE):
        found.setdefault(Path(path).name, Path(path))
    for name in ALSO:
        if place := re.search(rf"^\s+{re.escape(name)} \(libc6,[^)]*64[^)]*\) => (\S+)", known, flags=re.MULTILINE):
            found.setdefault(name, Path(place[1]))
    return sorted(found.values())


_ADMIN = os.pathsep.join(["/sbin", "/usr/sbin", "/bin", "/usr/bin"])
