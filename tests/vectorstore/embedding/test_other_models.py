"""Any sentence-transformers model: its prompts, its fingerprint, and one line where it cannot be had."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import huggingface_hub
import numpy as np
import pytest
from huggingface_hub import errors

from tests.vectorstore.embedding.conftest import sentence_engine
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.embedding.sentence_engine import SentenceEngine
from vectorstore.errors import EmbeddingError, ModelNotFound, ModelUnusable

CONFIG = "config_sentence_transformers.json"


def set_prompts(folder: Path, prompts: dict[str, str] | None) -> None:
    content: dict[str, Any] = {"__version__": {"sentence_transformers": "6.0.0"}}
    if prompts is not None:
        content["prompts"] = prompts
    (folder / CONFIG).write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def opened(small_folder: Path, tmp_path: Path) -> Callable[[], Embedder]:
    """Opens the small folder as it is now."""
    return lambda: open_embedder(str(small_folder), tmp_path / "cache")


def test_a_folder_is_described_by_its_own_files(small_folder: Path, opened: Callable[[], Embedder]) -> None:
    info = opened().info
    assert (info.name, info.folder) == (str(small_folder), str(small_folder))
    assert (info.dimension, info.max_tokens) == (32, 64)


@pytest.mark.parametrize("name", ["passage", "document", "corpus"])
def test_its_own_prompts_go_before_questions_and_texts(
    small_folder: Path, opened: Callable[[], Embedder], name: str
) -> None:
    set_prompts(small_folder, None)
    plain = opened()
    set_prompts(small_folder, {"query": "abc ", name: "xy "})
    prompted = opened()
    np.testing.assert_allclose(prompted.passages(["工厂"])[0], plain.passages(["xy 工厂"])[0], atol=1e-6)
    np.testing.assert_allclose(prompted.query("工厂"), plain.query("abc 工厂"), atol=1e-6)
    assert prompted.count_tokens("工厂") == plain.count_tokens("xy 工厂") > plain.count_tokens("工厂")


def test_a_model_without_prompts_gets_none(small_folder: Path, opened: Callable[[], Embedder]) -> None:
    set_prompts(small_folder, None)
    plain = opened()
    set_prompts(small_folder, {"query": "", "passage": ""})
    np.testing.assert_array_equal(opened().query("工厂"), plain.query("工厂"))
    assert plain.count_tokens("") == 2  # <s> and </s>


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("multilingual-e5-large", "passage: "),
        ("e5-base-v2", "passage: "),
        ("multilingual-e5-large-instruct", ""),
        ("base5", ""),
        ("the5th", ""),
    ],
)
def test_e5_models_that_name_no_prompts_get_the_familys(
    small_folder: Path, tmp_path: Path, name: str, prompts: str
) -> None:
    set_prompts(small_folder, None)
    folder = shutil.copytree(small_folder, tmp_path / "models" / name)
    without = open_embedder(str(small_folder), tmp_path / "cache")
    embedder = open_embedder(str(folder), tmp_path / "cache")
    assert embedder.count_tokens("工厂") == without.count_tokens(prompts + "工厂")


def test_a_path_above_the_model_that_has_e5_in_it_changes_nothing(small_folder: Path, tmp_path: Path) -> None:
    set_prompts(small_folder, None)
    folder = shutil.copytree(small_folder, tmp_path / "e5" / "bge-small")
    assert open_embedder(str(folder), tmp_path / "cache").count_tokens("") == 2


def test_the_fingerprint_is_of_the_content_not_of_the_place(
    small_folder: Path, tmp_path: Path, opened: Callable[[], Embedder]
) -> None:
    copy = shutil.copytree(small_folder, tmp_path / "elsewhere" / "copy")
    (copy / "README.md").write_text("another card", encoding="utf-8")
    (copy / "onnx").mkdir()
    (copy / "onnx" / "model.onnx").write_bytes(b"1")
    assert open_embedder(str(copy), tmp_path / "cache").info.fingerprint == opened().info.fingerprint


def test_the_bundled_model_named_by_its_folder_has_the_same_fingerprint(
    small_model: Path, tmp_path: Path
) -> None:
    assert small_model.is_file()
    bundled = open_embedder("", tmp_path / "cache").info
    assert open_embedder(bundled.folder, tmp_path / "cache").info.fingerprint == bundled.fingerprint


@pytest.mark.parametrize("what", ["weights", "tokenizer", "prompts", "pooling"])
def test_the_fingerprint_changes_with_what_makes_a_vector(
    small_folder: Path, opened: Callable[[], Embedder], what: str
) -> None:
    before = opened().info.fingerprint
    if what == "prompts":
        set_prompts(small_folder, {"query": "问题：", "passage": "文章："})
    else:
        name = {
            "weights": "model.safetensors",
            "tokenizer": "tokenizer.json",
            "pooling": "1_Pooling/config.json",
        }[what]
        file = small_folder / name
        content = bytearray(file.read_bytes())
        if what == "weights":
            content[-1] ^= 1
        else:
            content += b" "
        file.write_bytes(content)
    assert opened().info.fingerprint != before


def test_unchanged_weights_are_hashed_once(
    opened: Callable[[], Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened().info.fingerprint

    def again(path: Path) -> str:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("vectorstore.embedding.digests.sha256_of", again)
    assert opened().info.fingerprint == first


def test_a_damaged_or_unwritable_digest_cache_costs_only_time(small_folder: Path, tmp_path: Path) -> None:
    expected = open_embedder(str(small_folder), tmp_path / "cache").info.fingerprint
    (tmp_path / "cache" / "models" / "digests.json").write_text("{", encoding="utf-8")
    assert open_embedder(str(small_folder), tmp_path / "cache").info.fingerprint == expected
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert open_embedder(str(small_folder), tmp_path / "file").info.fingerprint == expected


def test_a_local_folder_never_touches_the_network(
    opened: Callable[[], Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def refuse(*args: object, **_: object) -> None:
        asked.append(args)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    opened().query("工厂")
    assert asked == []


# What a user may have done to the folder, and a word that the one line must have.


def no_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def broken_modules(folder: Path) -> None:
    (folder / "modules.json").write_text("[{", encoding="utf-8")


def odd_modules(folder: Path) -> None:
    (folder / "modules.json").write_text('{"a": 1}', encoding="utf-8")


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def cut_weights(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])


def unknown_architecture(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "nobody-knows"}', encoding="utf-8")


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"model": 1}', encoding="utf-8")


def unknown_module(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[1]["type"] = "nobody.knows.Pooling"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")


def wrong_dimension(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    dense = {"in_features": 32, "out_features": 16, "bias": True, "activation_function": "torch.nn.Identity"}
    (folder / "3_Other").mkdir()
    (folder / "3_Other" / "config.json").write_text(json.dumps(dense), encoding="utf-8")
    modules.append({"idx": 3, "name": "3", "path": "3_Other", "type": modules[2]["type"]})
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (no_modules, "modules.json"),
        (broken_modules, "cannot be read"),
        (odd_modules, "cannot be read"),
        (no_weights, "cannot be loaded"),
        (cut_weights, "cannot be loaded"),
        (unknown_architecture, "cannot be loaded"),
        (broken_tokenizer, "tokenizer"),
        (unknown_module, "cannot be loaded"),
        (wrong_dimension, "16 numbers"),
    ],
)
def test_a_model_that_cannot_be_loaded_gives_one_line(
    small_folder: Path,
    opened: Callable[[], Embedder],
    capfd: pytest.CaptureFixture[str],
    damage: Callable[[Path], None],
    word: str,
) -> None:
    damage(small_folder)
    with pytest.raises(ModelUnusable, match=word) as caught:
        opened().passages(["工厂"])
    assert "\n" not in str(caught.value)
    assert str(small_folder) in str(caught.value)
    assert len(str(caught.value)) < 800
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "./nothing", "~nobody-here/x", "a/b/c", "two words", "ünï/x"]
)
def test_a_name_that_names_nothing_gives_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelNotFound, match="WENBAO_EMBEDDING_MODEL") as caught:
        open_embedder(name, tmp_path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"")
    with pytest.raises(ModelNotFound, match="folder"):
        open_embedder(str(tmp_path / "weights.bin"), tmp_path)


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty local cache of the hub."""
    cache = tmp_path / "hub"
    cache.mkdir()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    return cache


def put_into(cache: Path, repository: str, folder: Path) -> Path:
    """Lay a folder out as the hub's cache would have it."""
    place = cache / f"models--{repository.replace('/', '--')}"
    commit = "0123456789abcdef0123456789abcdef01234567"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text(commit, encoding="utf-8")
    return shutil.copytree(folder, place / "snapshots" / commit)


@pytest.mark.parametrize("name", ["somebody/some-model", "some-model"])
def test_a_model_in_the_hubs_cache_is_used_without_the_network(
    hub_cache: Path, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:  # fmt: skip
    repository = name if "/" in name else f"sentence-transformers/{name}"
    snapshot = put_into(hub_cache, repository, small_folder)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("asked the hub")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    info = open_embedder(name, tmp_path / "cache").info
    assert (info.name, info.folder) == (name, str(snapshot))
    assert info.fingerprint == open_embedder(str(small_folder), tmp_path / "cache").info.fingerprint


def response(status: int) -> Any:  # the hub's client has its own copy of httpx
    return httpx.Response(status, request=httpx.Request("GET", "https://hub.invalid/api/models/x"))


VENDOR_ERRORS = [
    (
        errors.RepositoryNotFoundError("404 Client Error.\n\nNot here", response=response(404)),
        "check the spelling",
    ),
    (errors.GatedRepoError("403 Client Error.\n\nGated", response=response(403)), "licence"),
    (errors.HfHubHTTPError("500 Server Error\nfor url", response=response(500)), "go online"),
    (errors.OfflineModeIsEnabled("offline mode\nis enabled"), "go online"),
    (errors.HFValidationError("bad\nname"), "takes a folder, a hub name"),
    (httpx.ConnectError("[Errno -2] Name or service not known"), "go online"),
    (httpx.ReadTimeout("slow"), "go online"),
    (OSError(28, "No space left on device"), "No space left"),
]


@pytest.mark.parametrize("mapped", VENDOR_ERRORS, ids=lambda pair: type(pair[0]).__name__)
def test_each_error_of_the_hub_becomes_one_line(
    hub_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    mapped: tuple[Exception, str],
) -> None:  # fmt: skip
    error, word = mapped
    assert not any(hub_cache.iterdir())

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", fail)
    with pytest.raises(ModelNotFound, match=word) as caught:
        open_embedder("somebody/some-model", tmp_path / "cache")
    assert caught.value.__cause__ is error
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_a_download_that_broke_off_is_taken_up_again(
    hub_cache: Path, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = put_into(hub_cache, "somebody/some-model", small_folder)
    (snapshot / "model.safetensors").unlink()
    asked: list[str] = []

    def unreachable(_self: object, repository: str, **_: object) -> None:
        asked.append(repository)
        raise httpx.ConnectError("no network")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", unreachable)
    with pytest.raises(ModelNotFound, match="go online"):
        open_embedder("somebody/some-model", tmp_path / "cache")
    assert asked == ["somebody/some-model"]


def test_an_error_while_embedding_is_translated(
    opened: Callable[[], Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = opened()
    error = RuntimeError("out of memory\nand more")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(sentence_engine(embedder).encoder()._model, "encode_document", fail)
    with pytest.raises(EmbeddingError, match="out of memory and more") as caught:
        embedder.passages(["工厂"])
    assert caught.value.__cause__ is error


def test_a_model_without_tokenizer_json_counts_by_its_own_tokenizer(
    small_folder: Path, opened: Callable[[], Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = opened().count_tokens("绿色工厂")
    embedder = opened()
    assert small_folder.is_dir()
    monkeypatch.setattr(SentenceEngine, "_counter", None)
    assert embedder.count_tokens("绿色工厂") == expected
