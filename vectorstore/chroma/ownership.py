"""Which collections of a shared Chroma server are this store's, and which of those nobody needs.

A collection is called `wenbao-STORE-GENERATION-NONCE`. STORE is drawn once for a data folder and kept in its
`store.json` together with that file's inode: a copy of the folder has another inode, draws another id, and so
never removes what the original still needs. NONCE keeps two builds of one number apart. A collection belongs
to the generation whose manifest names it; of what bears this store's id and belongs to none, one stays as a
spare for the next refresh (`vectorstore.chroma.server_writing`), and the rest goes.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import StoreDamaged
from vectorstore.files import flush, writing
from vectorstore.layout import StoreLayout

SPARES = 1
"""Collections kept for the next refresh to build on."""

_LOG = logging.getLogger("wenbao.store")


def new_name(store: StoreLayout, generation: str) -> str:
    """A name for a new collection; the caller holds the writer lock.

    Raises:
        StoreUnwritable: The store's id cannot be kept.
    """
    return f"{_prefix(_id(store.folder))}{generation}-{secrets.token_hex(4)}"


def unneeded(store: StoreLayout, server: ChromaServer) -> list[str]:
    """This store's collections that belong to no generation, newest first; the caller holds the writer lock.

    A collection belongs to a generation as long as a folder of that number stands whose manifest names it, or
    cannot be read: readers may have it open.

    Raises:
        ServerUnreachable: The server does not answer, or refuses.
    """
    own = _known_id(store.folder)
    if own is None:
        return []
    mine = [name for name in server.names() if name.startswith(_prefix(own))]
    return sorted((name for name in mine if not _belongs(store, name)), reverse=True)


def sweep(store: StoreLayout, server: ChromaServer, *, spares: int = SPARES) -> int:
    """Remove what `unneeded` lists but for the newest `spares`; how many were removed.

    Raises:
        ServerUnreachable: The server does not answer, or refuses.
    """
    gone = unneeded(store, server)[spares:]
    for name in gone:
        server.delete(name)
        _LOG.info("removed the collection %s, which no generation needs", name)
    return len(gone)


def _belongs(store: StoreLayout, name: str) -> bool:
    generation = name.split("-")[2]
    for folder in store.folders_of(generation):
        try:
            if store.manifest(folder).collection == name:
                return True
        except StoreDamaged:
            return True
    return False


def _prefix(own: str) -> str:
    return f"wenbao-{own}-"


def _known_id(folder: Path) -> str | None:
    """The store's id, or None where it has none, or only its original's."""
    path = folder / "store.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["inode"] == path.stat().st_ino:
            return str(kept["id"])
    return None


def _id(folder: Path) -> str:
    known = _known_id(folder)
    if known is not None:
        return known
    own = secrets.token_hex(6)
    path = folder / "store.json"
    with writing(folder):
        path.unlink(missing_ok=True)
        with path.open("x", encoding="utf-8") as file:
            json.dump({"id": own, "inode": os.fstat(file.fileno()).st_ino}, file)
        flush(path)
        flush(folder)
    return own
