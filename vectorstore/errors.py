"""What can go wrong between a chunk and the store.

    VectorStoreError
    ├── EmbeddingError            no vectors could be made
    │   ├── ModelNotFound         no such folder, or no such model on the hub or in its local cache
    │   ├── ModelUnusable         it is there, but it cannot be loaded or run
    │   └── ModelCacheUnwritable  the bundled model could not be unpacked into the cache folder
    └── StoreError                the store cannot do what was asked
        ├── StoreEmpty            nothing has been indexed yet
        ├── NothingToIndex        there is no source under the paths that were named
        ├── StoreBusy             another refresh is writing
        ├── StoreUnwritable       the operating system refuses, or the disk is full
        ├── StoreDamaged          a file of the store is missing or cannot be read
        ├── TooMuchGone           a refresh would drop an unlikely share of the sources
        ├── NoSuchGeneration      there is nothing to go back to
        ├── ServerUnreachable     the Chroma server that holds the vectors does not answer, or refuses
        │   └── ServerUnset       the vectors lie in a Chroma server, and none is set
        ├── BackupUnreadable      the file is no backup, or a damaged one
        └── ModelMismatch         the vectors were made by another model than the one in use

Each message is one line for a person and names what to do.
"""

from __future__ import annotations


class VectorStoreError(Exception):
    """Something between a chunk and the store went wrong."""


class EmbeddingError(VectorStoreError):
    """No vectors could be made."""


class ModelNotFound(EmbeddingError):
    """There is no model of this name."""


class ModelUnusable(EmbeddingError):
    """The model is there, but it cannot be loaded or run."""


class ModelCacheUnwritable(EmbeddingError):
    """The bundled model could not be unpacked into the cache folder."""


class StoreError(VectorStoreError):
    """The store cannot do what was asked."""


class StoreEmpty(StoreError):
    """Nothing has been indexed yet."""


class NothingToIndex(StoreError):
    """There is no source under the paths that were named."""


class StoreBusy(StoreError):
    """Another refresh is writing."""


class StoreUnwritable(StoreError):
    """The operating system refuses, or the disk is full."""


class StoreDamaged(StoreError):
    """A file of the store is missing or cannot be read."""


class TooMuchGone(StoreError):
    """A refresh would drop an unlikely share of the sources: an unmounted disk looks like that."""


class NoSuchGeneration(StoreError):
    """There is nothing to go back to."""


class ServerUnreachable(StoreError):
    """The Chroma server that holds the vectors does not answer, or refuses; they may be sound."""


class ServerUnset(ServerUnreachable):
    """The vectors lie in a Chroma server, and none is set."""


class BackupUnreadable(StoreError):
    """The file is no backup, or a damaged one."""


class ModelMismatch(StoreError):
    """The vectors were made by another model than the one in use."""
