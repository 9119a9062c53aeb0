"""docs/python.md: what it shows runs as it stands."""

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

BLOCKS = re.findall(
    r"```python\n(.*?)```", (REPOSITORY / "docs/python.md").read_text(encoding="utf-8"), re.DOTALL
)


def test_the_examples_run_one_after_the_other(
    sample_store: Path,
    models_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WENBAO_DATA_DIR", str(sample_store))
    monkeypatch.setenv("WENBAO_CACHE_DIR", str(models_cache))
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "docs/python.md", "exec"), names)  # our own page
    said = capsys.readouterr().out
    assert said.startswith("answered 共6项：")
    assert "他们一次能拿到多少奖金" in said
    assert "濮阳新添6家省级绿色工厂" in said
    assert len(names["vector"]) == 384  # type: ignore[arg-type]
