"""The built wheel works without the checkout: sample pages, command and answer come out of it."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

NATIVE = "vectorstore/embedding/native/"
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


def build(kind: str, source: Path, folder: Path, **environment: str) -> Path:
    script = (
        "import sys, os; from hatchling import build;"
        " os.chdir(sys.argv[2]); getattr(build, 'build_' + sys.argv[1])(sys.argv[3])"
    )
    run(sys.executable, "-c", script, kind, source, folder, **environment)
    (made,) = folder.glob("wenbao-*")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


def kernel_files(wheel: Path) -> set[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return {name.removeprefix(NATIVE) for name in names if name.startswith(NATIVE) and "kernel." in name}


def compiles() -> bool:
    return sys.platform == "linux" and platform.machine() == "x86_64" and shutil.which("cc") is not None


def test_a_wheel_with_the_compiled_kernel_is_for_its_system_alone(wheel: Path) -> None:
    if not compiles():
        pytest.skip("needs a C compiler on x86-64")
    assert wheel.stem.endswith("-py3-none-linux_x86_64")
    assert kernel_files(wheel) == {"kernel.c", "kernel.py", "_kernel.so", "_kernel.json"}


def test_a_wheel_made_without_a_compiler_is_pure(tmp_path: Path) -> None:
    wheel = build("wheel", REPOSITORY, tmp_path, CC="a-compiler-that-nobody-has")
    assert wheel.stem.endswith("-py3-none-any")
    assert kernel_files(wheel) == {"kernel.c", "kernel.py"}


def test_the_source_distribution_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    for name in ("sdist", "again"):
        (tmp_path / name).mkdir()
    archive = build("sdist", REPOSITORY, tmp_path / "sdist")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    assert not list(source.rglob("_kernel.*"))
    again = build("wheel", source, tmp_path / "again")
    assert again.name == wheel.name
    assert kernel_files(again) == kernel_files(wheel)


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
    kernel = "import vectorstore.embedding.native.compiled as one; print(one.load_compiled() is not None)"
    runs = compiles() and "amx_bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    assert run(python, "-c", kernel, PYTHONSAFEPATH="1").strip() == str(runs)
    wenbao = tmp_path / "venv" / "bin" / "wenbao"
    settings = {"WENBAO_DATA_DIR": str(tmp_path / "data"), "WENBAO_CACHE_DIR": str(models_cache)}
    run(wenbao, "refresh", **settings)
    answer = run(wenbao, "ask", "哪6家企业成功创建省级绿色工厂？", **settings)
    for firm in ("圣恺环保新材料", "训达粮油", "班德路化学", "盛华德化工", "天能再生资源", "浩森生物"):
        assert firm in answer.replace("\n", "")
