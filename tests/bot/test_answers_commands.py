"""ask and chat: what a reader sees, and what a script gets."""

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.answerer import Answerer
from retrieval.models import Answer
from tests.bot.conftest import Ran, Wenbao

FIRMS = ("圣恺环保新材料", "训达粮油", "班德路化学", "盛华德化工", "天能再生资源", "浩森生物")
IN_CHINESE = "哪6家企业成功创建省级绿色工厂？"
IN_ENGLISH = "which six firms became green factories"


@pytest.fixture
def archive(sample_store: Path, tmp_path: Path) -> Path:
    """The sample pages, indexed, as this test's own store."""
    return shutil.copytree(sample_store, tmp_path / "data")


def answer_of(ran: Ran) -> dict[str, object]:
    (line,) = ran.out.splitlines()
    answer: dict[str, object] = json.loads(line)
    return answer


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("question", [IN_CHINESE, IN_ENGLISH])
def test_the_example_question_names_all_six_firms_with_a_quote_and_its_article(
    wenbao: Wenbao, question: str
) -> None:
    ran = wenbao("ask", question)
    assert ran.status == 0
    shown = ran.out.replace("\n", "")
    for firm in FIRMS:
        assert firm in shown
    assert "《濮阳新添6家省级绿色工厂》 · 龙都新报 · 2023-05-19" in shown


@pytest.mark.parametrize("said", [None, "no number"])
def test_where_current_is_lost_the_newest_whole_generation_answers_and_says_so(
    archive: Path, wenbao: Wenbao, caplog: pytest.LogCaptureFixture, said: str | None
) -> None:
    current = archive / "CURRENT"
    current.unlink() if said is None else current.write_text(said, encoding="ascii")
    ran = wenbao("ask", IN_CHINESE)
    assert ran.status == 0
    assert FIRMS[0] in ran.out
    assert "verify --repair" in caplog.text
    assert wenbao("sources").status == 0


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("question", [IN_CHINESE, IN_ENGLISH])
def test_every_citation_of_the_json_is_verbatim_in_the_articles_of_the_json(
    wenbao: Wenbao, question: str
) -> None:
    articles = {row["id"]: row for row in map(json.loads, wenbao("articles", "--json").out.splitlines())}
    answer = json.loads(wenbao("ask", question, "--json").out)
    assert (answer["status"], answer["kind"], answer["generation"]) == ("answered", "extractive", "000001")
    assert answer["citations"]
    for citation in answer["citations"]:
        field = articles[citation["article_id"]][citation["field"]]
        assert field[citation["start"] : citation["end"]] == citation["quote"]
        assert all(citation["start"] <= a < b <= citation["end"] for a, b in citation["spans"])
    numbers = {citation["n"] for citation in answer["citations"]}
    assert all(set(claim["citations"]) <= numbers for claim in answer["claims"])
    assert len(answer["passages"]) == 10
    assert len(json.loads(wenbao("ask", question, "--json", "--top-k", "3").out)["passages"]) == 3


@pytest.mark.usefixtures("archive")
def test_what_the_archive_does_not_say_is_refused_with_the_nearest_stories(wenbao: Wenbao) -> None:
    ran = wenbao("ask", "火星上发现了几种新的鸟类？")
    assert ran.status == 3
    assert "《" in ran.out
    refused = json.loads(wenbao("ask", "火星上发现了几种新的鸟类？", "--json").out)
    assert (refused["status"], refused["reason"]) == ("refused", "not_in_corpus")
    assert refused["claims"] == []
    assert refused["citations"] == []
    assert refused["nearest"]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(("question", "word"), [("你好", "问报"), ("what can you do", "Wenbao")])
def test_a_greeting_gets_a_helpful_word_and_no_search(wenbao: Wenbao, question: str, word: str) -> None:
    answer = json.loads(wenbao("ask", question, "--json").out)
    assert word in answer["text"]
    assert answer["passages"] == []


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("question", ["", " \n ", "？？？", "... !"])
def test_an_empty_question_is_a_usage_error_of_one_line(wenbao: Wenbao, question: str) -> None:
    ran = wenbao("ask", question)
    assert ran.status == 2
    assert "empty" in ran.one_line


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("question", ["绿" * 10_000, IN_CHINESE * 700, "a " * 5_000])
def test_a_question_of_ten_thousand_characters_is_answered_or_refused(wenbao: Wenbao, question: str) -> None:
    ran = wenbao("ask", question, "--json")
    assert ran.status in {0, 3}
    assert answer_of(ran)["question"] == question


@pytest.mark.usefixtures("archive")
def test_escapes_in_a_question_or_an_answer_do_not_reach_the_terminal(wenbao: Wenbao) -> None:
    ran = wenbao("ask", f"\x1b[31m{IN_CHINESE}\x1b]0;title\x07")
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.usefixtures("archive")
def test_a_batch_answers_line_by_line_in_order_and_a_bad_line_fails_alone(
    wenbao: Wenbao, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": "a", "question": IN_CHINESE}),
        '{"question": "this is no JSON',
        json.dumps({"id": 7, "question": " "}),
        json.dumps({"id": "no question"}),
        json.dumps({"id": "marks", "question": "？？？"}),
        json.dumps({"id": "b", "question": "你好"}),
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = wenbao("ask", "--batch", batch, "--json")
    assert ran.status == 0
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, 7, "no question", "marks", "b"]
    assert [answer["status"] for answer in answers] == ["answered", *["failed"] * 4, "refused"]
    assert all(answer["reason"] for answer in answers[1:5])
    assert [answer["lang"] for answer in answers] == ["zh", "en", "zh", "en", "zh", "zh"]


@pytest.mark.usefixtures("archive")
def test_a_batch_survives_a_line_that_is_nested_without_end(wenbao: Wenbao, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text("[" * 200_000 + "\n" + json.dumps({"question": "你好"}) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in wenbao("ask", "--batch", batch, "--json").out.splitlines()]
    assert [answer["status"] for answer in answers] == ["failed", "refused"]


@pytest.mark.usefixtures("archive")
def test_a_defect_in_one_question_of_a_batch_fails_that_question_alone_and_is_told_at_the_end(
    wenbao: Wenbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Answerer.ask

    def ask(self: Answerer, question: str, **options: Any) -> Answer:
        if "零" in question:
            raise ZeroDivisionError("\x1b[31mby nought")
        return whole(self, question, **options)

    monkeypatch.setattr(Answerer, "ask", ask)
    batch = tmp_path / "questions.jsonl"
    rows = [{"id": at, "question": asked} for at, asked in enumerate([IN_CHINESE, "除以零？", IN_CHINESE])]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ran = wenbao("ask", "--batch", batch, "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [(a["id"], a["status"]) for a in answers] == [(0, "answered"), (1, "failed"), (2, "answered")]
    assert "ZeroDivisionError" in answers[1]["reason"]
    assert ran.status == 1
    assert ran.one_line.startswith("wenbao: line 2: unexpected ZeroDivisionError")
    assert "\x1b" not in ran.err
    assert "Traceback" in wenbao("--debug", "ask", "--batch", batch, "--json").err


def test_a_batch_that_cannot_be_read_or_shown_is_a_usage_error(wenbao: Wenbao, archive: Path) -> None:
    assert wenbao("ask", "--batch", archive / "none.jsonl", "--json").status == 2
    assert "--json" in wenbao("ask", "--batch", archive).one_line
    assert wenbao("ask").status == 2


@pytest.mark.usefixtures("archive")
def test_chat_reads_questions_from_a_pipe_and_shows_a_source(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(f"{IN_CHINESE}\n\n/show 1\n/show 99\n/help\n/quit\nnever asked\n")
    )
    ran = wenbao("chat")
    assert ran.status == 0
    assert FIRMS[0] in ran.out.replace("\n", "")
    assert "article 395dd36173c2da6d" in ran.out or "pages/longdu-news_2023-05-19_01.txt" in ran.out
    assert "[99]" in ran.out
    assert "/quit" in ran.out


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("word", ["exit", "quit", "/exit", "Exit", "退出"])
def test_chat_ends_at_the_words_that_end_other_programs(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"？？？\n{word}\n{IN_CHINESE}\n"))
    ran = wenbao("chat")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


@pytest.mark.usefixtures("archive")
def test_chat_says_that_it_does_not_know_a_command(wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("/nosuch\n"))
    assert "There is no command /nosuch." in wenbao("chat").out
    monkeypatch.setattr(sys, "stdin", io.StringIO("/help\n"))
    assert "There is no command" not in wenbao("chat").out


@pytest.mark.usefixtures("archive")
def test_filters_confine_an_answer_to_days_pages_and_reporters(wenbao: Wenbao) -> None:
    whole = json.loads(wenbao("ask", IN_CHINESE, "--json").out)
    named = whole["citations"][0]
    inside = [
        "--from",
        "2023-05-19",
        "--to",
        "2023-05-19",
        "--page",
        named["page"],
        "--paper",
        named["paper"],
    ]
    kept = json.loads(wenbao("ask", IN_CHINESE, "--json", *inside).out)
    assert kept["list"] == {"asked": 6, "found": 6, "told": 6}
    assert kept["period"] is None
    other = wenbao("ask", IN_CHINESE, "--json", "--to", "2023-05-18")
    assert other.status == 3
    stories = json.loads(wenbao("ask", "有哪些报道？", "--json", "--reporter", "黎明轩").out)
    assert {citation["field"] for citation in stories["citations"]} == {"headline"}
    assert all("黎明轩" in citation["reporters"] for citation in stories["citations"])


@pytest.mark.usefixtures("archive")
def test_a_days_paper_is_listed_with_the_days_understood(wenbao: Wenbao) -> None:
    answer = json.loads(wenbao("ask", "What was in the paper on 18 May?", "--json").out)
    assert answer["period"] == {"from": "2023-05-18", "to": "2023-05-18", "by": "issue"}
    assert {citation["date"] for citation in answer["citations"]} == {"2023-05-18"}
    assert len(answer["citations"]) == len(answer["claims"]) > 4


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("options", [["--from", "yesterday"], ["--from", "2023-06-02", "--to", "2023-05-01"]])
def test_days_that_are_none_or_run_backwards_are_usage_errors(wenbao: Wenbao, options: list[str]) -> None:
    assert wenbao("ask", IN_CHINESE, *options).status == 2


@pytest.mark.parametrize(
    "words", [("ask", "问", "--from"), ("ask", "问", "--to"), ("refresh", "x", "--date")]
)
@pytest.mark.parametrize("day", ["2024-13-01", "2024-1-1", "20240101", "٢٠٢٤-٠١-٠١"])
def test_a_day_that_is_none_is_told_how_days_are_written(
    wenbao: Wenbao, words: tuple[str, ...], day: str
) -> None:
    ran = wenbao(*words, day)
    assert ran.status == 2
    assert "YYYY-MM-DD" in ran.err
    assert "%Y" not in ran.err
    assert "YYYY-MM-DD" in wenbao(words[0], "--help").out


@pytest.mark.usefixtures("archive")
def test_a_batch_of_plain_lines_is_asked_line_by_line(wenbao: Wenbao, tmp_path: Path) -> None:
    batch = tmp_path / "questions.txt"
    lines = ["\ufeff" + IN_CHINESE, "", "[1]", "你好", json.dumps({"id": "j", "question": "你好"})]
    batch.write_text("\n".join(lines), encoding="utf-8")
    ran = wenbao("ask", "--batch", batch, "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [(a["id"], a["status"]) for a in answers] == [
        (1, "answered"),
        (None, "failed"),
        (4, "refused"),
        ("j", "refused"),
    ]
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.usefixtures("archive")
def test_chat_speaks_the_language_of_the_last_question(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = "/help\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(both))
    told = wenbao("chat").out
    assert "离开" in told
    assert "leave" in told
    monkeypatch.setattr(sys, "stdin", io.StringIO("你好\n/help\n/foo\n/show 9\n/show\n"))
    told = wenbao("chat").out
    assert "没有 /foo 这个命令。" in told
    assert "上一个回答没有来源 [9]。" in told
    assert "leave" not in told
