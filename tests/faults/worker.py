"""The processes that the fault tests start, kill and starve.

    python -m tests.faults.worker refresh DATA PAGES [PHASE [SIGNAL]]
    python -m tests.faults.worker read DATA STOP

`refresh` says "begun" on stdout when it first writes to the generations. With a PHASE it sends itself SIGNAL
(9 unless said; 0: it waits there for ever) when it gets there. `read` asks without pause until the file STOP
exists, then prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.model import DigestModel, edition_of
from vectorstore import building, generations, refresh
from vectorstore.archive import LiveArchive
from vectorstore.catalogue.editing import CatalogueEditor
from vectorstore.chroma import server_writing
from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import StoreError
from vectorstore.generations import StoreFolder

DEPTH = 10
"""Hits of each search."""

PHASES: dict[str, tuple[Any, str, bool]] = {
    "before the first write": (refresh, "build", False),
    "an empty folder stands there": (StoreFolder, "begin", True),
    "the catalogue is being edited": (CatalogueEditor, "apply", False),
    "the catalogue is written": (CatalogueEditor, "apply", True),
    "the vectors are copied": (building, "copy_collection", True),
    "a collection stands empty": (ChromaServer, "create", True),
    "some of the vectors are sent": (ChromaServer, "put", True),
    "a spare has got its new name": (ChromaServer, "rename", True),
    "some of a spare's vectors are removed": (ChromaServer, "remove", True),
    "the vectors are written": (building._Build, "_write_vectors", True),
    "the checksums are taken": (building, "checksums", True),
    "before the manifest": (StoreFolder, "seal", False),
    "the generation is whole but not live": (StoreFolder, "seal", True),
    "CURRENT is replaced": (generations, "replace_text", True),
    "before the old one is collected": (StoreFolder, "collect", False),
    "after the swap": (StoreFolder, "publish", True),
}
"""phase → (where, the function, whether after it has run)"""

NEVER = {
    "embedded": {phase for phase, (where, *_) in PHASES.items() if where is ChromaServer},
    "server": {"the vectors are copied"},
}
"""Phases that a store does not go through: only a folder is copied, only a server is spoken to."""

OF_SPARES = {"a spare has got its new name", "some of a spare's vectors are removed"}
"""Phases of the fourth generation and those after it."""


def main(arguments: list[str]) -> None:
    # Begun from a shell's background, Python would leave Ctrl-C ignored as it found it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if arguments[0] == "read":
        read(_store(arguments[1]), Path(arguments[2]))
        return
    server_writing.BYTES_AT_ONCE = 16 * 4 * 20  # a few requests for what would be one
    _hook(StoreFolder, "begin", partial(_say, "begun"), after=False)
    for phase in arguments[3:4]:
        number = int((arguments[4:] or ["9"])[0])
        where, name, after = PHASES[phase]
        _hook(where, name, partial(_end, number), after=after)
    pages = Path(arguments[2])
    request = refresh.RefreshRequest(samples=pages, paths=(pages,))
    try:
        _say(str(refresh.refresh(_store(arguments[1]), DigestModel(), request).generation))
    except StoreError as exc:
        sys.exit(str(exc))


def _store(folder: str) -> StoreFolder:
    url = os.environ.get("FAULT_CHROMA_URL")
    return StoreFolder(Path(folder), ChromaServer(url) if url else None)


def read(store: StoreFolder, stop: Path) -> None:
    """Ask until told to stop; every answer must come whole from one generation."""
    live, model = LiveArchive(store, DigestModel()), DigestModel()
    wrong: list[str] = []
    times: list[tuple[float, float]] = []
    editions: list[str] = []
    resident: list[tuple[int, int]] = []
    while not stop.exists():
        began = time.perf_counter()
        try:
            archive = live.get()
            dense = archive.dense(model.query("问"), DEPTH)
            lexical = archive.lexical("小学的操场", DEPTH)
            hits = [hit.chunk_id for hit in (*dense, *lexical)]
            chunks = archive.chunks(hits)
            entries = [archive.entry(chunk.article_id) for chunk in chunks]
            edition_of(archive)
        except Exception as exc:  # noqa: BLE001 (whatever it is, it is what the test asks about)
            wrong.append(repr(exc))
            continue
        times.append((time.time(), time.perf_counter() - began))
        if None in entries or len(chunks) != len(hits) or len(dense) < DEPTH:
            wrong.append(f"{archive.generation}: {len(hits)} hits, {len(chunks)} chunks")
        if not editions or editions[-1] != archive.generation:
            editions.append(archive.generation)
            resident.append((len(editions), _resident()))
    _say(json.dumps({"wrong": wrong[:5], "times": times, "editions": editions, "resident": resident}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _resident() -> int:
    """Resident memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _hook(where: Any, name: str, action: Callable[[], None], *, after: bool) -> None:
    inner = getattr(where, name)

    def hooked(*positional: Any, **named: Any) -> Any:
        if not after:
            action()
        result = inner(*positional, **named)
        if after:
            action()
        return result

    setattr(where, name, hooked)


def _end(number: int) -> None:
    if number:
        os.kill(os.getpid(), number)
    while True:
        _say("waiting")
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1:])
