"""`wenbao eval`: measured, kept, compared, and shown as a page."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.evaluation_page import page
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.saved import Evaluation
from tests.bot.conftest import Wenbao

QUESTIONS = [
    {
        "id": "a",
        "question": "企业评上省级绿色工厂能拿多少奖金？",
        "headline": "濮阳新添6家省级绿色工厂",
        "answers_any": ["50万元"],
    },
    {
        "id": "b",
        "question": "谁写的？",
        "headline": "濮阳新添6家省级绿色工厂",
        "answers_any": ["江一叶"],
        "after": "a",
    },
    {"id": "c", "question": "火星上发现了几种新的鸟类？", "unanswerable": True},
]


@pytest.fixture
def questions(sample_store: Path, tmp_path: Path) -> Path:
    """A file of questions, beside an archive that answers two of them."""
    shutil.copytree(sample_store, tmp_path / "data")
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in QUESTIONS), encoding="utf-8")
    return path


def test_an_evaluation_is_kept_shown_again_compared_and_written_as_a_page(
    wenbao: Wenbao, questions: Path, tmp_path: Path
) -> None:
    kept, html = tmp_path / "kept.json", tmp_path / "page.html"
    measured = json.loads(wenbao("eval", "--questions", questions, "--save", kept, "--json").out)
    assert (measured["questions"], measured["quote_holds"], measured["refusal_f1"]) == (3, 1, 1)
    assert measured["groups"]["follow-up"]["quote_holds"] == 1
    assert measured["groups"]["unanswerable"]["hit_at_1"] is None
    again = wenbao("eval", "--saved", kept, "--compare", kept, "--html", html, "--json")
    shown = json.loads(again.out)
    assert {**shown, "differences": None} == {**measured, "differences": None}
    assert all(row["p"] == 1 for row in shown["differences"])
    assert "questions.jsonl" in html.read_text(encoding="utf-8")
    table = wenbao("eval", "--saved", kept, "--compare", kept).out
    assert "unanswerable" in table
    assert "–" in table


@pytest.mark.usefixtures("questions")
def test_nothing_to_ask_or_to_show_is_a_usage_error(wenbao: Wenbao, tmp_path: Path) -> None:
    assert "--questions" in wenbao("eval").one_line
    assert "none.json" in wenbao("eval", "--saved", tmp_path / "none.json").one_line


class _Tags(HTMLParser):
    """What a page holds, and whether its tags close in order."""

    VOID = frozenset({"meta", "line", "circle", "rect", "polyline"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_loads_nothing_and_escapes_what_was_asked() -> None:
    hostile = "<script>alert(1)</script>“哪6家”</td><img src=http://x/>"
    right = Outcome(
        id="1",
        status="answered",
        unanswerable=False,
        rank=1,
        quote_holds=True,
        text_holds=True,
        f1=1.0,
        quoted=9,
        milliseconds=12.5,
        groups=("list",),
        question="哪6家？",
    )
    wrong = replace(right, id="2", status="refused", quote_holds=False, groups=("other",), question=hostile)
    outcomes = (right, wrong)
    made = Evaluation("q.jsonl", "ab" * 32, "2026-11-23T00:00:00+00:00", "000001", "e5", outcomes)
    html = page(made)
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert {"svg", "polyline", "table"} <= set(tags.seen)
    assert not {"script", "img", "link", "iframe"} & set(tags.seen)
    assert hostile in tags.text
    assert not re.search(r"(?:src|href)\s*=|url\(|@import", html.replace(hostile, "").split("Missed")[0])
