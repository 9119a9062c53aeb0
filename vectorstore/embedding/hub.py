"""A model that is named as on the Hugging Face hub: its folder in the hub's local cache.

What is in the cache is used as it is, without the network, so a model changes only when its user
deletes it there. A model that is not there, or only in part, is downloaded.
"""

from __future__ import annotations

import logging
from pathlib import Path

from vectorstore.embedding.model_folder import has_weights
from vectorstore.errors import EmbeddingError, ModelNotFound

_log = logging.getLogger(__name__)

_OTHER_ENGINES = [
    "onnx/*",
    "openvino/*",
    "coreml/*",
    "*.onnx",
    "*.h5",
    "*.msgpack",
    "*.ot",
    "*.tflite",
    "*.gguf",
    "*.ckpt",
]
_PICKLES = ["*.bin", "*.pt", "*.pth"]

_TIMEOUT_S = 20.0
"""For the first word from the hub; a name look-up and a TLS handshake over a poor line take a few seconds."""


def hub_snapshot(name: str) -> Path:
    """The model's folder in the hub's cache, downloaded where it is not there whole.

    Args:
        name: `owner/model`; without an owner, sentence-transformers' own models are meant.

    Raises:
        ModelNotFound: Neither the cache nor the hub has it, or the hub cannot be reached.
    """
    import huggingface_hub as hub
    from huggingface_hub import errors
    from huggingface_hub.utils.tqdm import disable_progress_bars

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        cached = Path(hub.snapshot_download(repository, local_files_only=True))
    except errors.LocalEntryNotFoundError:
        cached = None
    except errors.HFValidationError as exc:
        raise _not_a_name(name) from exc
    if cached is not None and has_weights(cached):
        return cached

    _log.info("downloading the embedding model %s", repository)
    disable_progress_bars()
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # its warnings on retries
    try:
        # Asked first: unlike the download, it does not retry for half a minute when there is no network.
        files = hub.HfApi().model_info(repository, timeout=_TIMEOUT_S).siblings or []
        # Pickled weights are left where they are if the model has the safe form too.
        safe = any(file.rfilename.endswith(".safetensors") for file in files)
        unwanted = _OTHER_ENGINES + (_PICKLES if safe else [])
        return Path(hub.snapshot_download(repository, ignore_patterns=unwanted))
    except Exception as exc:  # each of the hub's, httpx's and the system's errors means: not to be had
        raise _explained(name, repository, exc) from exc


def _not_a_name(name: str) -> ModelNotFound:
    return ModelNotFound(
        f"there is no embedding model {name!r}: WENBAO_EMBEDDING_MODEL takes a folder, a hub name such as "
        "intfloat/multilingual-e5-base, or nothing for the bundled model"
    )


def _explained(name: str, repository: str, exc: Exception) -> EmbeddingError:
    from huggingface_hub import errors

    if isinstance(exc, errors.GatedRepoError):
        return ModelNotFound(
            f"the embedding model {repository} asks for a licence to be accepted: "
            "accept it on its page of the hub and log in with `hf auth login`"
        )
    if isinstance(exc, errors.RepositoryNotFoundError):
        return ModelNotFound(
            f"the hub has no embedding model {repository}: check the spelling of {name!r}, "
            "or log in with `hf auth login` if it is private"
        )
    if isinstance(exc, errors.HFValidationError):
        return _not_a_name(name)
    reason = " ".join(str(exc).split())[:200] or type(exc).__name__
    return ModelNotFound(
        f"the embedding model {repository} is not in the hub's local cache and cannot be downloaded "
        f"({type(exc).__name__}: {reason}): go online once, name a local folder, or leave "
        "WENBAO_EMBEDDING_MODEL empty for the bundled model"
    )
