"""The store's folder: a row of generations, one of them live.

    data/
      CURRENT                 names the live generation; replaced atomically
      roots.json              the files and folders that this store indexes
      writer.lock             held by the one refresh that may write
      embeddings.sqlite       vectors computed before (`vectorstore.cache`)
      generations/000042/
        manifest.json         written last: without it a folder is no generation
        catalogue.sqlite      sources, articles, chunks, the lexical index
        chroma/               the vectors

A generation is never edited once `CURRENT` has named it. A refresh builds the next one beside it,
and only the replacement of `CURRENT` makes it live; whatever an interrupted refresh left is swept
by the next.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import StoreBusy, StoreDamaged, StoreEmpty, StoreUnwritable
from vectorstore.models import Manifest, Root
from vectorstore.serialise import issue_from_json, issue_to_json

KEPT_BEHIND = 1
"""Generations kept behind the live one: the fallback, and what a reader may still hold."""


class StoreFolder:
    """Paths and the few atomic steps of a store's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = folder / "CURRENT"
        self._roots = folder / "roots.json"
        self._generations = folder / "generations"

    @property
    def cache(self) -> Path:
        """The embedding cache's file."""
        return self.folder / "embeddings.sqlite"

    def catalogue(self, generation: str) -> Path:
        """A generation's catalogue file."""
        return self._generations / generation / "catalogue.sqlite"

    def vectors(self, generation: str) -> Path:
        """A generation's Chroma folder."""
        return self._generations / generation / "chroma"

    def current(self) -> str | None:
        """The live generation's number, or None where nothing has been indexed yet."""
        try:
            name = self._current.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise StoreDamaged(f"{self._current} cannot be read ({exc})") from exc
        return name or None

    def manifest(self, generation: str) -> Manifest:
        """Read a generation's manifest.

        Raises:
            StoreDamaged: It is missing or cannot be read.
        """
        path = self._generations / generation / "manifest.json"
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as exc:
            raise StoreDamaged(
                f"the manifest {path} cannot be read ({exc}): run `wenbao refresh --rebuild`"
            ) from exc

    def live(self) -> Manifest:
        """The live generation's manifest.

        Raises:
            StoreEmpty: Nothing has been indexed yet.
            StoreDamaged: The manifest cannot be read.
        """
        generation = self.current()
        if generation is None:
            raise StoreEmpty(f"nothing is indexed in {self.folder} yet: run `wenbao refresh`")
        return self.manifest(generation)

    def roots(self) -> tuple[Root, ...]:
        """The remembered roots, in the order in which they were first named."""
        try:
            rows = json.loads(self._roots.read_text(encoding="utf-8"))
            return tuple(Root(row["path"], issue_from_json(json.dumps(row["issue"]))) for row in rows)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except (OSError, ValueError, TypeError, KeyError) as exc:
            raise StoreDamaged(
                f"the list of roots {self._roots} cannot be read ({exc}): delete it and name the"
                " folders again with `wenbao refresh PATH`"
            ) from exc

    def remember_roots(self, roots: Sequence[Root]) -> None:
        """Replace the list of roots, atomically."""
        rows = [{"path": root.path, "issue": json.loads(issue_to_json(root.issue))} for root in roots]
        with _writing(self.folder):
            _replace(self._roots, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the store's writer lock; an operating-system lock, so a dead holder frees it.

        Raises:
            StoreBusy: Another process holds it.
            StoreUnwritable: The folder cannot be made or written.
        """
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._generations.mkdir(exist_ok=True)
            lock = FileLock(self.folder / "writer.lock", timeout=0)
            holder = self.folder / "writer.pid"
            try:
                lock.acquire()
            except Timeout as exc:
                with suppress(OSError):
                    pid = holder.read_text(encoding="ascii")
                    raise StoreBusy(f"another refresh is running (process {pid})") from exc
                raise StoreBusy("another refresh is running") from exc
            holder.write_text(str(os.getpid()), encoding="ascii")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def begin(self) -> str:
        """Sweep what is no longer needed and make the next generation's empty folder; its number."""
        with _writing(self.folder):
            self.collect()
            numbers = [int(path.name) for path in self._folders()]
            generation = f"{max(numbers, default=0) + 1:06d}"
            (self._generations / generation).mkdir()
        return generation

    def publish(self, manifest: Manifest) -> None:
        """Write the manifest, flush the generation to disk and make it the live one."""
        folder = self._generations / manifest.generation
        with _writing(self.folder):
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
            (folder / "manifest.json").write_text(text, encoding="utf-8")
            for path in sorted(folder.rglob("*"), reverse=True):
                _fsync(path)
            _fsync(folder)
            _fsync(self._generations)
            _replace(self._current, manifest.generation + "\n")
            self.collect()

    def discard(self, generation: str) -> None:
        """Remove a generation that was never published."""
        shutil.rmtree(self._generations / generation, ignore_errors=True)

    def collect(self) -> None:
        """Remove every generation but the live one and `KEPT_BEHIND` whole ones before it."""
        live = self.current()
        whole = sorted(
            (path.name for path in self._folders() if (path / "manifest.json").is_file()), reverse=True
        )
        before = [name for name in whole if live is not None and name < live]
        kept = {live, *before[:KEPT_BEHIND]}
        for path in self._folders():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _folders(self) -> list[Path]:
        return [path for path in self._generations.glob("[0-9]*") if path.name.isdecimal()]


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreUnwritable(
            f"cannot write to the data folder {folder} ({exc.strerror or exc}):"
            " free or allow it, or set WENBAO_DATA_DIR to another folder"
        ) from exc


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
