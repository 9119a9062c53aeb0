"""The compiled kernel: found, told from a damaged or an old one, and asked whether this processor runs it.

`hatch_build.py` compiles `kernel.c` at installation where there is a C compiler, and leaves beside it the
library and a record of what it was made of. Whatever is missing or unfit, the answer is None, and ONNX
Runtime computes as it does everywhere else.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import logging
import platform
import sys
from ctypes import POINTER, c_float, c_int32, c_int64, c_uint8, c_uint64, c_void_p
from functools import cache
from pathlib import Path

_LOG = logging.getLogger(__name__)

HERE = Path(__file__).parent
SOURCE = HERE / "kernel.c"
LIBRARY_NAME = "_kernel.so"
RECORD_NAME = "_kernel.json"

VERSION = 1
"""Of the kernel's functions and of the packed file's layout; the same number stands in kernel.c."""

HEAD_WIDTH = 32
"""The one that the kernel computes."""


class Model(ctypes.Structure):
    """`struct model` of kernel.c: the mapped files."""

    _fields_ = (
        ("packed", c_void_p),
        ("packed_bytes", c_uint64),
        ("words", c_void_p),
        ("words_bytes", c_uint64),
    )


class CompiledKernel:
    """The library's functions, typed. A call lets other Python threads run."""

    def __init__(self, path: Path) -> None:
        """Load the library.

        Raises:
            OSError: It is none.
            AttributeError: It lacks a function.
        """
        library = ctypes.CDLL(str(path))
        numbers = POINTER(c_int32)
        self.version = library.wenbao_version
        self.version.argtypes, self.version.restype = (), c_int32
        self.ready = library.wenbao_ready
        self.ready.argtypes, self.ready.restype = (), c_int32
        self.room = library.wenbao_room
        self.room.argtypes, self.room.restype = (POINTER(Model), numbers, c_int32), c_int64
        self.encode = library.wenbao_encode
        self.encode.argtypes = (
            *(POINTER(Model), numbers, numbers, c_int32),
            *(POINTER(c_float), POINTER(c_float), POINTER(c_uint8), c_uint64),
        )
        self.encode.restype = c_int32


@cache
def load_compiled(folder: Path = HERE) -> CompiledKernel | None:
    """The compiled kernel, if it is there, whole, made of our source, and runs on this processor.

    Args:
        folder: Where the library and its record lie.
    """
    reason = _unfit(folder)
    if reason is None:
        try:
            kernel = CompiledKernel(folder / LIBRARY_NAME)
        except (OSError, AttributeError) as exc:
            reason = f"it cannot be loaded ({exc})"
        else:
            if kernel.version() == VERSION and kernel.ready():
                return kernel
            reason = "this processor or system does not run it"
    _LOG.debug("ONNX Runtime computes the bundled model, not the compiled kernel: %s", reason)
    return None


def _unfit(folder: Path) -> str | None:
    """Why not even to load it. A cut library would end the process, not raise, hence the digest."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "it is for Linux on x86-64"
    try:
        record = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
        made, source = record["library"], record["source"]
    except (OSError, ValueError, KeyError, TypeError):
        return "none was compiled at installation"
    try:
        if source != digest(SOURCE):
            return "it was compiled from another source"
        if made != digest(folder / LIBRARY_NAME):
            return "its file is damaged"
    except OSError as exc:
        return f"a file is missing ({exc.filename})"
    return None


def digest(path: Path) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
