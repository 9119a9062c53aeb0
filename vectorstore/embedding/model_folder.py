"""What a sentence-transformers folder says about itself, read without torch.

The folder's layout is sentence-transformers' own: `modules.json` names the modules and their folders,
`config_sentence_transformers.json` holds the prompts, the first module holds the transformer and
`sentence_bert_config.json`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.embedding.digests import DigestCache
from vectorstore.embedding.manifest import MANIFEST_NAME
from vectorstore.errors import ModelUnusable

MODULES = "modules.json"
_SENTENCE_CONFIG = "config_sentence_transformers.json"

_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_E5_NAME = re.compile(r"(?:^|[^a-z0-9])e5(?:[^a-z0-9]|$)")

_PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""The names under which sentence-transformers looks for a text's prompt, in its order."""

_NOT_THE_MODEL = {"onnx", "openvino", "README.md", MANIFEST_NAME, _SENTENCE_CONFIG}
"""Copies of the weights for other engines, and what does not change a vector or is taken in otherwise."""

_OTHER_FRAMEWORKS = (".h5", ".msgpack", ".ot", ".onnx", ".md", ".tflite", ".gguf")


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a question and before a text; "" where the model wants nothing."""

    query: str
    passage: str


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers folder.

    Attributes:
        name: What the user calls the model.
        path: The folder.
        prompts: The model's own.
        dimension: Numbers in a vector; None where only the loaded model knows.
        max_tokens: The longest input; None where only the loaded model knows.
        tokenizer: `tokenizer.json`; None where the model has another kind.
        fingerprint: Digest of weights, tokenizer, configuration and prompts.
    """

    name: str
    path: Path
    prompts: Prompts
    dimension: int | None
    max_tokens: int | None
    tokenizer: Path | None
    fingerprint: str


def read_model_folder(name: str, path: Path, digests: DigestCache) -> ModelFolder:
    """Read a folder's own description.

    Args:
        name: What the user calls the model.
        path: The folder.
        digests: Remembers the digests of files, so that big weights are read once.

    Raises:
        ModelUnusable: It is no sentence-transformers folder, or cannot be read.
    """
    if not (path / MODULES).is_file():
        raise ModelUnusable(
            f"{path} is no sentence-transformers folder (it has no {MODULES}): "
            "name a folder that SentenceTransformer.save wrote"
        )
    try:
        modules = _json(path / MODULES)
        folders = [path / module["path"] for module in modules]
        prompts = _prompts(name, _json(path / _SENTENCE_CONFIG))
        tokenizer = folders[0] / "tokenizer.json"
        return ModelFolder(
            name=name,
            path=path,
            prompts=prompts,
            dimension=_dimension([_json(folder / "config.json") for folder in folders[1:]]),
            max_tokens=_max_tokens(folders[0]),
            tokenizer=tokenizer if tokenizer.is_file() else None,
            fingerprint=_fingerprint(path, prompts, digests),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as exc:
        raise ModelUnusable(
            f"the embedding model in {path} cannot be read ({type(exc).__name__}: {exc}): "
            "copy or download it again"
        ) from exc


def has_weights(path: Path) -> bool:
    """Whether the folder holds a whole model: a download that broke off leaves one without."""
    if not (path / MODULES).is_file():
        return False
    for index in path.rglob("*.index.json"):
        shards = set(_json(index).get("weight_map", {}).values())
        if not all((index.parent / shard).is_file() for shard in shards):
            return False
    return any(path.rglob("*.safetensors")) or any(path.rglob("pytorch_model*.bin"))


def _json(path: Path) -> Any:  # a JSON file holds anything
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _prompts(name: str, config: dict[str, Any]) -> Prompts:
    """The prompts of the model's own configuration.

    The E5 models were published before that file knew prompts and are poor without theirs, so a name with
    "e5" in it and no prompts gets them; not the instruct ones, whose prompt is each task's own.
    """
    prompts = {key: value or "" for key, value in (config.get("prompts") or {}).items()}
    model = Path(name).name.lower()
    if not any(prompts.values()) and _E5_NAME.search(model) and "instruct" not in model:
        prompts = _E5_PROMPTS
    return Prompts(
        query=prompts.get("query", ""),
        passage=next((prompts[key] for key in _PASSAGE_PROMPTS if key in prompts), ""),
    )


def _dimension(configs: list[dict[str, Any]]) -> int | None:
    """Numbers in a vector, by the last module that says: a dense layer, or pooling (its modes joined)."""
    dimension: int | None = None
    for config in configs:
        if "out_features" in config:
            dimension = int(config["out_features"])
        pooled = config.get("embedding_dimension") or config.get("word_embedding_dimension")
        if pooled:
            modes = config.get("pooling_mode")
            joined = len(modes) if isinstance(modes, list) else 1
            if modes is None:
                joined = sum(
                    value is True for key, value in config.items() if key.startswith("pooling_mode_")
                )
            dimension = int(pooled) * max(joined, 1)
    return dimension


def _max_tokens(transformer: Path) -> int | None:
    said = _json(transformer / "sentence_bert_config.json").get("max_seq_length")
    return int(said) if said else None


def _fingerprint(path: Path, prompts: Prompts, digests: DigestCache) -> str:
    config = _json(path / _SENTENCE_CONFIG)
    config.pop("__version__", None)
    content = {
        "config": config,
        "prompts": [prompts.query, prompts.passage],
        "files": {file.relative_to(path).as_posix(): digests.sha256(file) for file in _model_files(path)},
    }
    digests.save()
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _model_files(path: Path) -> list[Path]:
    files = []
    for file in path.rglob("*"):
        parts = file.relative_to(path).parts
        if any(part in _NOT_THE_MODEL or part.startswith(".") for part in parts):
            continue
        # transformers takes safetensors where there are both.
        doubled = file.suffix == ".bin" and any(file.parent.glob("*.safetensors"))
        if file.is_file() and not doubled and file.suffix not in _OTHER_FRAMEWORKS:
            files.append(file)
    return sorted(files)
