"""The built wheel works without the checkout: sample pages, command and answer come out of it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PROMPTS = "retrieval/generation/prompts/"


def run(*command: str | Path, **environment: str) -> str:
    ran = subprocess.run(
        list(map(str, command)),
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (
        "import sys, os; from hatchling.build import build_wheel;"
        " os.chdir(sys.argv[1]); build_wheel(sys.argv[2])"
    )
    run(sys.executable, "-c", build, REPOSITORY, folder)
    (made,) = folder.glob("wenbao-*.whl")
    return made


def test_the_wheel_holds_the_four_packages_and_the_sample_pages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"bot", "corpus", "retrieval", "vectorstore"}
    assert len([name for name in names if name.startswith("corpus/pages/") and name.endswith(".txt")]) >= 3
    prompts = {str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / PROMPTS).glob("*.txt")}
    assert prompts
    assert {name for name in names if name.startswith(PROMPTS) and name.endswith(".txt")} == prompts


def test_the_installed_wheel_indexes_its_samples_and_answers(
    wheel: Path, tmp_path: Path, models_cache: Path
) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # The dependencies are the ones under test; a path line is not searched for further .pth files, so the
    # editable install of this checkout stays out.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    )
    where = run(python, "-c", "import bot; print(bot.__file__)", PYTHONSAFEPATH="1")
    assert where.startswith(str(site))
    wenbao = tmp_path / "venv" / "bin" / "wenbao"
    settings = {"WENBAO_DATA_DIR": str(tmp_path / "data"), "WENBAO_CACHE_DIR": str(models_cache)}
    run(wenbao, "refresh", **settings)
    answer = run(wenbao, "ask", "哪6家企业成功创建省级绿色工厂？", **settings)
    for firm in ("圣恺环保新材料", "训达粮油", "班德路化学", "盛华德化工", "天能再生资源", "浩森生物"):
        assert firm in answer.replace("\n", "")
