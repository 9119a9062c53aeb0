"""Follow-ups in chat and in a batch."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from bot.conversations import Conversations
from bot.errors import BadInput
from retrieval.models import Turn
from tests.bot.conftest import Wenbao

IN_CHINESE = "哪6家企业成功创建省级绿色工厂？"
WHOLE = "哪6家企业成功创建省级绿色工厂，谁写的？"


@pytest.fixture
def archive(sample_store: Path, tmp_path: Path) -> Path:
    """The sample pages, indexed, as this test's own store."""
    return shutil.copytree(sample_store, tmp_path / "data")


@pytest.mark.usefixtures("archive")
def test_chat_understands_a_follow_up_and_shows_how_until_it_is_reset(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{IN_CHINESE}\n谁写的？\n/reset\n谁写的？\n"))
    ran = wenbao("chat")
    assert ran.status == 0
    assert ran.out.count(f"理解为：{WHOLE}\n") == 1
    assert "记者 江一叶 通讯员 孟清源 苗春" in ran.out


@pytest.mark.usefixtures("archive")
def test_a_batch_row_follows_the_row_or_the_conversation_that_it_names(
    wenbao: Wenbao, tmp_path: Path
) -> None:
    rows = [
        {"id": 1, "question": IN_CHINESE, "conversation": "green"},
        {"id": 2, "question": "谁写的？", "after": 1},
        {"id": 3, "question": "who wrote it?", "conversation": "green"},
        {"id": 4, "question": "谁写的？"},
        {"id": 5, "question": "谁写的？", "after": "nobody"},
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in wenbao("ask", "--batch", batch, "--json").out.splitlines()]
    assert [answer["status"] for answer in answers[:3]] == ["answered"] * 3
    assert answers[1]["understood"] == WHOLE
    assert answers[1]["citations"][0]["field"] == answers[2]["citations"][0]["field"] == "byline"
    assert [answer["understood"] for answer in answers[3:]] == [None, None]
    assert answers[4]["status"] == "failed"
    assert "nobody" in answers[4]["reason"]


def test_turns_are_kept_apart_by_row_and_by_conversation() -> None:
    talks = Conversations()
    talks.add({"id": "a", "conversation": "x"}, (), Turn("一"))
    talks.add({"id": "b", "after": "a"}, talks.before({"after": "a"}), Turn("二"))
    assert [turn.question for turn in talks.before({"after": "b"})] == ["一", "二"]
    assert [turn.question for turn in talks.before({"conversation": "x"})] == ["一"]
    assert talks.before({"id": "c"}) == ()
    with pytest.raises(BadInput, match="z"):
        talks.before({"after": "z"})
