"""The `wenbao` command with a language model set, run as a user runs it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from retrieval.evaluation.progress import Progress
from retrieval.generation.database import FILE
from retrieval.generation.errors import ModelDown, ModelSlow
from retrieval.generation.models import Fallback
from retrieval.generation.notices import notice, to_set
from retrieval.generation.opening import spec_of
from retrieval.models import Language
from tests.bot.conftest import Wenbao, wenbao
from tests.generation.server import Asked, ModelServer, Reply, Script

__all__ = ["wenbao"]  # the fixture

Serve = Callable[[Script], ModelServer]
QUESTION = "哪6家企业成功创建省级绿色工厂？"
WATER = "停水通知涉及哪些小区？"


def first_sentences(asked: Asked) -> Reply:
    """A model that copies the first passage's sentences, each with its number."""
    text = asked.numbered[1].split("：", 1)[-1]
    return Reply("".join(f"{sentence}[1]" for sentence in re.findall(r"[^。]+。", text)[:2]))


@pytest.fixture
def indexed(sample_store: Path, tmp_path: Path) -> Path:
    """The sample pages' store."""
    return Path(shutil.copytree(sample_store, tmp_path / "data"))


@pytest.fixture
def model(serve: Serve, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """The sample pages, and a scripted model in the settings."""
    assert indexed.is_dir()
    server = serve(first_sentences)
    monkeypatch.setenv("WENBAO_LLM", "openai:scripted")
    monkeypatch.setenv("WENBAO_LLM_BASE_URL", server.base_url)
    return server


def test_ask_answers_in_prose_whose_quotes_stand_in_their_articles(
    wenbao: Wenbao,
    model: ModelServer,
) -> None:
    ran = wenbao("ask", WATER, "--json")
    answer = json.loads(ran.out)
    assert ran.status == 0
    assert (answer["kind"], answer["reason"], answer["notice"]) == ("generated", None, None)
    articles = {row["id"]: row for row in map(json.loads, wenbao("articles", "--json").out.splitlines())}
    for citation in answer["citations"]:
        whole = articles[citation["article_id"]][citation["field"]]
        assert whole[citation["start"] : citation["end"]] == citation["quote"]
    prose, *below = answer["text"].split("\n")
    assert prose == "".join(claim["text"] for claim in answer["claims"])
    quotes = [citation["quote"] for citation in answer["citations"] if citation["quote"] not in prose]
    assert [line.removeprefix("原文：“").removesuffix("”") for line in below] == quotes
    assert len(model.asked) == 1


def test_a_batch_keeps_its_order_and_a_dead_model_costs_no_answer(
    wenbao: Wenbao,
    model: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENBAO_LLM_DEADLINE", "2")
    model.script = lambda _: Reply(status=500)
    rows = [{"id": n, "question": question} for n, question in enumerate([QUESTION, WATER, QUESTION])]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ran = wenbao("ask", "--batch", tmp_path / "q.jsonl", "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.status == 0
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert {answer["kind"] for answer in answers} == {"extractive"}
    assert all(answer["reason"] == "model_down" and answer["notice"] for answer in answers)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openai:gpt-x", "WENBAO_LLM_API_KEY"),
        ("deepseek:deepseek-chat", "WENBAO_LLM_API_KEY"),
        ("anthropic:claude-x", "pip install langchain-anthropic"),
        ("nobody:model", "nobody"),
        ("gpt", "provider:model"),
        ("gguf:/no/such/file.gguf", "/no/such/file.gguf"),
    ],
)
@pytest.mark.usefixtures("indexed")
def test_what_is_missing_is_named_in_one_line(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv("WENBAO_LLM", name)
    ran = wenbao("ask", QUESTION)
    assert ran.status == 2
    assert said in ran.one_line


def test_a_file_that_is_no_model_is_named(
    wenbao: Wenbao, indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert indexed.is_dir()
    (tmp_path / "model.gguf").write_bytes(b"PK\x03\x04")
    monkeypatch.setenv("WENBAO_LLM", f"gguf:{tmp_path / 'model.gguf'}")
    ran = wenbao("ask", QUESTION)
    assert ran.status == 2
    assert "GGUF" in ran.one_line


@pytest.mark.usefixtures("model")
def test_a_takedown_forgets_what_the_model_wrote(
    wenbao: Wenbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.takedown.GRACE", 0.1)  # this process holds the generation before
    answer = json.loads(wenbao("ask", WATER, "--json").out)
    words = answer["claims"][0]["text"].encode()

    def kept() -> bytes:
        return b"".join(path.read_bytes() for path in (tmp_path / "data").glob(f"{FILE}*"))

    assert words in kept()
    assert wenbao("remove", answer["citations"][0]["article_id"]).status == 0
    assert words not in kept()


@pytest.mark.usefixtures("model")
def test_eval_compares_prose_with_quotes(wenbao: Wenbao, tmp_path: Path) -> None:
    rows = [
        {"question": WATER, "headline": "停水通知", "answers_any": ["锦绣花园"]},
        {"question": "濮阳市长的工资是多少", "unanswerable": True},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ran = wenbao("eval", "--questions", tmp_path / "q.jsonl", "--llm", "--json")
    assert ran.status == 0
    found = json.loads(ran.out)
    assert found["questions"] == 2
    assert found["refusal_recall"] == 1
    assert found["llm"]["model"] == "openai:scripted"
    assert (found["llm"]["answered"], found["llm"]["generated"]) == (1, 1.0)
    assert (found["llm"]["claims_proved"], found["llm"]["prose_holds"]) == (1.0, 1.0)
    assert (found["llm"]["prompt_tokens"], found["llm"]["answer_tokens"]) == (11, 5)
    assert {row["measure"] for row in found["differences"]} >= {"quote_holds"}
    assert "generated" in wenbao("eval", "--questions", tmp_path / "q.jsonl", "--llm").out


def test_a_stopped_eval_goes_on_where_it_was(
    wenbao: Wenbao, model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {"id": "w", "question": WATER, "headline": "停水通知", "answers_any": ["锦绣花园"]},
        {"id": "q", "question": QUESTION, "headline": "停水通知", "answers_any": ["锦绣花园"]},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    given = ("eval", "--questions", tmp_path / "q.jsonl", "--llm", "--json", "--save", tmp_path / "e.json")
    with monkeypatch.context() as stopped:
        stopped.setattr(Progress, "done", lambda _: None)
        whole = json.loads(wenbao(*given).out)
    part = tmp_path / "e.json.part"
    *kept, _ = part.read_text(encoding="utf-8").split("\n")
    part.write_text("\n".join(kept), encoding="utf-8")
    (tmp_path / "data" / FILE).unlink()  # nothing that the model wrote is stored

    asked = len(model.asked)
    ran = wenbao(*given)
    again = json.loads(ran.out)
    assert "2 of 2" in ran.err
    assert all(WATER not in one.prompt for one in model.asked[asked:])
    assert {key: again["llm"][key] for key in ("answered", "generated", "claims")} == {
        key: whole["llm"][key] for key in ("answered", "generated", "claims")
    }
    assert not part.exists()
    saved = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert [outcome["id"] for outcome in saved["outcomes"]] == ["w", "q"]


def test_eval_of_a_model_needs_a_model(wenbao: Wenbao, indexed: Path, tmp_path: Path) -> None:
    assert indexed.is_dir()
    (tmp_path / "q.jsonl").write_text(json.dumps({"question": "?", "unanswerable": True}), encoding="utf-8")
    ran = wenbao("eval", "--questions", tmp_path / "q.jsonl", "--llm")
    assert ran.status == 2
    assert "WENBAO_LLM" in ran.one_line


def test_a_local_file_has_longer_than_a_server_unless_a_deadline_is_set() -> None:
    assert spec_of("gguf:/m.gguf").deadline > spec_of("openai:m").deadline
    assert spec_of("gguf:/m.gguf", deadline=5).deadline == spec_of("openai:m", deadline=5).deadline == 5


@pytest.mark.parametrize("lang", get_args(Language))
@pytest.mark.parametrize("why", Fallback)
def test_a_reader_is_told_what_happened_and_no_setting(why: Fallback, lang: Language) -> None:
    assert "WENBAO" not in notice(why, lang)


def test_an_operator_is_told_what_to_set() -> None:
    assert "WENBAO_LLM_DEADLINE" in to_set(ModelSlow("late"))
    assert to_set(ModelDown("gone")) == ""
