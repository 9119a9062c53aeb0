"""A Chroma server's HTTP API, version 2, as far as a row of generations needs it.

A dozen calls, spoken through httpx. Chroma's own `HttpClient` makes the same ones, but importing it costs
each process 0.6 s of processor time (httpx: 0.1 s), it waits for ever by default, and it can be made to build
the embedding function that a collection's configuration names, which no client should do on a server's word
(docs/security.md). The paths and fields below are those of `GET /openapi.json` of the Rust server that
chromadb 1.5 brings (`chroma run`), and those that chromadb/api/fastapi.py uses.

Every call can be made twice without harm, so one that a restarted server broke off is made again once.
Whatever goes wrong becomes one of this package's errors here.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from vectorstore.errors import ServerUnreachable, StoreDamaged, StoreUnwritable

if TYPE_CHECKING:
    import httpx

CONNECT = 3.0
"""Seconds for a connection: a server on the same machine or network takes milliseconds."""

ANSWER = 20.0
"""Seconds for what a question waits for. A server that was just started reads a collection's index at its
first query: 0.8 s at 100,000 chunks, so this serves a million with room."""

WRITE = 300.0
"""Seconds for a batch of vectors: the server inserts some thousands into HNSW, 0.5 s on two idle cores."""

PAGE = 1000
"""Collections listed in one call."""

_DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_AWAY = {502, 503, 504}
"""What a reverse proxy says when there is nobody behind it."""


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """A collection as the server tells of it."""

    id: str
    metadata: Mapping[str, Any]


class ChromaServer:
    """A Chroma server. Nothing is connected, nor httpx imported, before the first call. Thread-safe."""

    def __init__(self, url: str) -> None:
        """Take the server's address.

        Args:
            url: http or https; a path before the API's own and a user with a password (HTTP basic
                authentication, for a reverse proxy) may be in it. The password is never shown.
        """
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self.shown = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        # Apart from the address, since httpx's log lines print that.
        self._user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        # A proxy of the environment is for the world outside.
        self._through_proxies = parts.hostname not in _LOOPBACK
        self._lock = threading.Lock()

    def beat(self) -> None:
        """Ask whether it is there.

        Raises:
            ServerUnreachable: It does not answer, or refuses, or is no Chroma server.
        """
        self._call("GET", "/api/v2/heartbeat", root=True)

    def create(self, name: str, configuration: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
        """Make a collection, or find the one of that name; its id.

        Raises:
            ServerUnreachable: The server does not answer, or refuses.
            StoreUnwritable: It cannot make it.
        """
        body = {"name": name, "configuration": configuration, "metadata": metadata, "get_or_create": True}
        return str(self._call("POST", "/collections", body, writes=True)["id"])

    def about(self, name: str) -> CollectionFacts | None:
        """What the server says of the collection of that name, or None where there is none."""
        found = self._call("GET", f"/collections/{name}", missing_is_none=True)
        return CollectionFacts(str(found["id"]), found.get("metadata") or {}) if found else None

    def rename(self, collection: str, name: str, metadata: Mapping[str, Any]) -> None:
        """Give the collection of that id another name and other metadata."""
        body = {"new_name": name, "new_metadata": metadata}
        self._call("PUT", f"/collections/{collection}", body, writes=True)

    def names(self) -> list[str]:
        """Names of all collections, of whatever store."""
        names: list[str] = []
        while True:
            rows = self._call("GET", f"/collections?limit={PAGE}&offset={len(names)}")
            names += [str(row["name"]) for row in rows]
            if len(rows) < PAGE:
                return names

    def delete(self, name: str) -> None:
        """Remove the collection of that name, if there is one."""
        self._call("DELETE", f"/collections/{name}", writes=True, missing_is_none=True)

    @cached_property
    def batch(self) -> int:
        """The most records that the server takes in one call."""
        return int(self._call("GET", "/api/v2/pre-flight-checks", root=True)["max_batch_size"])

    def put(
        self,
        collection: str,
        ids: Sequence[str],
        vectors: Sequence[str],
        metadata: Sequence[Mapping[str, str]],
    ) -> None:
        """Add records to the collection of that id; `vectors` are base64 of little-endian 32-bit floats."""
        body = {"ids": list(ids), "embeddings": list(vectors), "metadatas": list(metadata)}
        self._call("POST", f"/collections/{collection}/upsert", body, writes=True)

    def remove(self, collection: str, ids: Sequence[str]) -> None:
        """Take records out of the collection of that id."""
        self._call("POST", f"/collections/{collection}/delete", {"ids": list(ids)}, writes=True)

    def count(self, collection: str) -> int:
        """How many records the collection of that id has."""
        return int(self._call("GET", f"/collections/{collection}/count"))

    def ids(self, collection: str, limit: int, offset: int) -> list[str]:
        """Ids of `limit` records from `offset` on."""
        body = {"limit": limit, "offset": offset, "include": []}
        return [str(one) for one in self._call("POST", f"/collections/{collection}/get", body)["ids"]]

    def texts(self, collection: str, limit: int, offset: int) -> dict[str, str]:
        """Of `limit` records from `offset` on: id → what the metadata calls its text, "" for nothing."""
        body = {"limit": limit, "offset": offset, "include": ["metadatas"]}
        found = self._call("POST", f"/collections/{collection}/get", body)
        return {
            str(one): str((said or {}).get("text", ""))
            for one, said in zip(found["ids"], found["metadatas"], strict=True)
        }

    def fetch(self, collection: str, ids: Sequence[str]) -> tuple[list[str], list[list[float]]]:
        """The known ones among `ids`, and their vectors."""
        body = {"ids": list(ids), "include": ["embeddings"]}
        found = self._call("POST", f"/collections/{collection}/get", body)
        return found["ids"], found["embeddings"] or []

    def nearest(self, collection: str, vector: Sequence[float], k: int) -> tuple[list[str], list[float]]:
        """Ids and distances of the `k` nearest, nearest first."""
        body = {"query_embeddings": [list(vector)], "n_results": k, "include": ["distances"]}
        found = self._call("POST", f"/collections/{collection}/query", body)
        return found["ids"][0], found["distances"][0]

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        with self._lock:
            client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        client = httpx.Client(
            base_url=self.shown,
            auth=self._user,
            timeout=httpx.Timeout(ANSWER, connect=CONNECT),
            trust_env=self._through_proxies,
            headers={"User-Agent": "wenbao"},
        )
        weakref.finalize(self, client.close)  # its connections end with the last who holds the server
        return client

    def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        writes: bool = False,
        missing_is_none: bool = False,
        root: bool = False,
    ) -> Any:
        response = self._send(method, path if root else _DATABASE + path, body, WRITE if writes else ANSWER)
        said = _json(response)
        if response.is_success and said is not None:
            return said
        # A stranger's 404 is HTML or another JSON.
        if response.status_code == 404 and isinstance(said, dict) and said.get("error") == "NotFoundError":  # noqa: PLR2004
            if missing_is_none:
                return None
            raise StoreDamaged(
                f"the Chroma server at {self.shown} has lost a collection ({said.get('message')}):"
                " run `wenbao verify --repair`"
            )
        raise self._error(response, said, writes=writes)

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None, patience: float
    ) -> httpx.Response:
        import httpx

        for again in (True, False):
            try:
                with self._lock:
                    client = self._client
                return client.request(
                    method, path, json=body, timeout=httpx.Timeout(patience, connect=CONNECT)
                )
            except httpx.TimeoutException as exc:
                raise ServerUnreachable(
                    f"the Chroma server at {self.shown} did not answer within"
                    f" {CONNECT if isinstance(exc, httpx.ConnectTimeout) else patience:.0f} s:"
                    " try again, or see whether it is overloaded"
                ) from exc
            except (httpx.TransportError, httpx.InvalidURL) as exc:
                if again and not isinstance(exc, httpx.ConnectError | httpx.InvalidURL):
                    continue  # a server that was restarted has closed the connection that was kept
                raise ServerUnreachable(
                    f"the Chroma server at {self.shown} cannot be reached ({exc}): start it with"
                    " `chroma run --path FOLDER`, or correct WENBAO_CHROMA_URL"
                ) from exc
        raise AssertionError("unreachable")

    def _error(self, response: httpx.Response, said: Any, *, writes: bool) -> Exception:
        code = response.status_code
        if code in {401, 403}:
            return ServerUnreachable(
                f"the Chroma server at {self.shown} refuses ({code}): put user and password into"
                " WENBAO_CHROMA_URL, as https://USER:PASSWORD@HOST"
            )
        if code in _AWAY:
            return ServerUnreachable(
                f"there is no Chroma server behind {self.shown} ({code}): start it, or correct"
                " WENBAO_CHROMA_URL"
            )
        if not isinstance(said, dict) or "error" not in said:
            return ServerUnreachable(
                f"what answers at {self.shown} is no Chroma server of version 1 ({code}):"
                " correct WENBAO_CHROMA_URL"
            )
        told = said.get("message") or said["error"]
        if writes:
            return StoreUnwritable(f"the Chroma server at {self.shown} cannot write ({told})")
        return StoreDamaged(
            f"the Chroma server at {self.shown} cannot read a collection ({told}):"
            " run `wenbao verify --repair`"
        )


def _json(response: httpx.Response) -> Any:
    """The body, or None where it is no JSON."""
    try:
        return response.json()
    except ValueError:
        return None
