"""Compiles the embedding kernel at installation, where that is possible; says nothing where it is not.

Without a C compiler, on another system or processor, or with a compiler too old for AMX, the package installs
all the same, pure, and ONNX Runtime computes. CC names another compiler, as everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVE = Path("vectorstore", "embedding", "native")
SOURCE, LIBRARY, RECORD = "kernel.c", "_kernel.so", "_kernel.json"  # as native/compiled.py names them
FLAGS = ("-std=gnu11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-fno-math-errno")
TIMEOUT_S = 120
"""It takes 2 s."""


class KernelHook(BuildHookInterface[Any]):
    """Puts the library into a wheel, which then has a system's tag, or beside its source if editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is made; what cannot be compiled is left out."""
        self._work = Path(tempfile.mkdtemp(prefix="wenbao-kernel-"))
        native = Path(self.root) / NATIVE
        if not compile_kernel(native / SOURCE, self._work):
            return
        if version == "editable":
            with suppress(OSError):  # sources that cannot be written: without the kernel, then
                for name in (LIBRARY, RECORD):
                    _replace(self._work / name, native / name)
            return
        for name in (LIBRARY, RECORD):
            build_data["force_include"][str(self._work / name)] = str(NATIVE / name)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{_platform_tag()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear up."""
        del version, build_data, artifact_path
        shutil.rmtree(self._work, ignore_errors=True)


def compile_kernel(source: Path, folder: Path, *flags: str) -> bool:
    """Compile into `folder`: the library, and a record of it and its source.

    Args:
        source: kernel.c.
        folder: An existing folder.
        flags: More of them for the compiler.

    Returns:
        Whether there is a library now.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    for compiler in _compilers():
        command = [*compiler, *FLAGS, *flags, "-o", str(folder / LIBRARY), str(source), "-lm"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT_S)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            continue
        if done.returncode == 0:
            record = {"library": _digest(folder / LIBRARY), "source": _digest(source)}
            (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
            return True
    return False


def _compilers() -> list[list[str]]:
    if named := os.environ.get("CC"):
        try:
            return [shlex.split(named)]
        except ValueError:  # a quotation mark without its fellow
            return []
    return [[found] for name in ("cc", "gcc", "clang") if (found := shutil.which(name))]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _replace(made: Path, place: Path) -> None:
    """A new file in the old one's place: a process that runs the old one keeps it."""
    beside = place.with_suffix(f".{os.getpid()}")
    try:
        shutil.copyfile(made, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _platform_tag() -> str:
    """The system as a wheel names it, without a promise about its libraries' age."""
    from packaging.tags import sys_tags

    return next(tag.platform for tag in sys_tags() if not tag.platform.startswith(("manylinux", "musllinux")))
