"""The process that serves a model file; started by `retrieval.generation.local_server` and by nobody else.

It reads one JSON object from its standard input (file, key, threads, context), serves on a port of loopback
that the system chooses, prints `{"url": …}`, and ends when its standard input does: with its parent,
however that dies. What llama.cpp logs goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

STARTED, FAILED = 0, 1


def serve(config: dict[str, Any]) -> Any:
    """Start the server; the object keeps it alive."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = config["file"]
    params.n_ctx = config["context"] * config["parallel"]
    params.n_parallel = config["parallel"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [config["key"]]
    # Nothing of its surface but the interface that is asked: no page, no slots, no cross-origin calls.
    params.ui = False
    params.endpoint_slots = False
    params.cors_origins = ""
    if config["threads"]:
        params.cpuparams.n_threads = config["threads"]
        params.cpuparams_batch.n_threads = config["threads"]
    return xllamacpp.Server(params)


def main() -> int:
    """Serve until standard input ends."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # llama.cpp writes to both
    try:
        server = serve(json.loads(sys.stdin.readline()))
        answer = {"url": server.listening_address}
    except Exception as exc:  # noqa: BLE001 (whatever it is, the parent is told)
        print(json.dumps({"error": f"{type(exc).__name__}: {exc}"}), file=said, flush=True)
        return FAILED
    print(json.dumps(answer), file=said, flush=True)
    sys.stdin.read()
    os._exit(STARTED)  # llama.cpp's threads would be waited for


if __name__ == "__main__":
    sys.exit(main())
