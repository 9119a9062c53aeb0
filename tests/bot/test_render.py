"""What a person sees of an answer: every quote once, the answering words marked, and where it stands."""

import datetime
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot import render
from bot.render import print_answer, print_headlines, source_line
from bot.reports import print_history
from corpus.models import Article, ArticleKind
from retrieval.models import Also, Answer, Citation, Claim, Language
from vectorstore.models import CatalogueEntry

TEXT = "6月1日，老城区三座书房同日开门，藏书共2.4万册。"
ARTICLE = Article(
    id="0123456789abcdef",
    kind=ArticleKind.ARTICLE,
    headline="老城区添了三座书房",
    headline_made=False,
    text=TEXT,
    reporters=("江一叶",),
    date=datetime.date(2023, 6, 2),
    paper="龙都新报",
    page="3",
)
SPAN = (TEXT.index("2.4"), TEXT.index("册") + 1)


def citation(start: int, end: int, *spans: tuple[int, int], n: int = 1) -> Citation:
    return Citation(n, ARTICLE, "pages/a.txt", "text", start, end, TEXT[start:end], spans)


def answered(text: str, *citations: Citation) -> Answer:
    return Answer("藏书多少？", "zh", "answered", text, claims=(Claim(text, (1,)),), citations=citations)


def test_a_quote_in_the_text_is_shown_once_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered(f"藏书：{TEXT}", citation(0, len(TEXT), SPAN)))
    shown = capsys.readouterr().out
    assert shown.replace("\n", "").count(TEXT) == 1
    assert "《老城区添了三座书房》 · 龙都新报 · 2023-06-02 · 第3版 · 记者 江一叶" in shown


@pytest.mark.parametrize(("lang", "words"), [("zh", "又见："), ("en", "also in: ")])
def test_another_print_of_a_report_is_named_below_its_source(
    capsys: pytest.CaptureFixture[str], lang: Language, words: str
) -> None:
    other = Also(
        "fedcba9876543210", "三座书房开门", "龙都晚报", datetime.date(2023, 6, 3), "A2", "pages/b.txt"
    )
    cited = replace(citation(0, len(TEXT), SPAN), also=(other,))
    print_answer(replace(answered(TEXT, cited), lang=lang))
    line = f"{words}《三座书房开门》 · 龙都晚报 · 2023-06-03 · 第A2版 · fedcba9876543210"
    assert line in capsys.readouterr().out


def test_a_quotes_number_stands_behind_its_closing_mark(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered("The paper: “藏书共2.4万册。” So it is.", citation(TEXT.index("藏书"), len(TEXT))))
    assert "“藏书共2.4万册。”[1] So it is." in capsys.readouterr().out


def test_a_quote_that_the_text_only_retells_is_shown_below(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered("There are 24,000 books.", citation(0, len(TEXT), SPAN)))
    shown = capsys.readouterr().out
    assert "There are 24,000 books." in shown
    assert TEXT in shown.replace("\n", "")


def test_two_quotes_of_one_article_share_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered(TEXT, citation(0, 5), citation(5, len(TEXT), n=2)))
    shown = capsys.readouterr().out
    assert "[1][2] 《老城区添了三座书房》" in shown
    assert shown.count("老城区添了三座书房") == 1


def test_nothing_is_coloured_where_the_output_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answered(TEXT, citation(0, len(TEXT), SPAN)))
    assert "\x1b" not in capsys.readouterr().out


def test_the_answering_words_stand_out() -> None:
    marked = render._marked_quote(citation(0, len(TEXT), SPAN))
    assert [marked.plain[span.start : span.end] for span in marked.spans] == ["2.4万册"]


offsets = st.integers(min_value=0, max_value=len(TEXT))


@given(st.lists(st.tuples(offsets, offsets).map(sorted), max_size=6))
def test_spans_of_any_kind_never_change_the_quote(spans: list[list[int]]) -> None:
    marked = render._marked_quote(citation(0, len(TEXT), *((a, b) for a, b in spans)))
    assert marked.plain == TEXT


def shown_at(width: int, monkeypatch: pytest.MonkeyPatch, show: Callable[[], None]) -> list[str]:
    """What a terminal of this width shows, a line a string."""
    out = Console(width=width, file=io.StringIO(), force_terminal=True, color_system=None)
    monkeypatch.setattr("bot.render.console", lambda: out)
    monkeypatch.setattr("bot.reports.console", lambda: out)
    show()
    assert isinstance(out.file, io.StringIO)
    return [line.rstrip() for line in out.file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [20, 40, 63])
def test_in_a_narrow_terminal_a_headline_has_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    lines = shown_at(width, monkeypatch, lambda: print_headlines([CatalogueEntry(ARTICLE, "a.txt")]))
    assert "  老城区添了三座书房" in lines
    assert "0123456789abcdef" in " ".join(lines)


def test_in_a_usual_terminal_an_article_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = shown_at(80, monkeypatch, lambda: print_headlines([CatalogueEntry(ARTICLE, "a.txt")]))
    assert line.split() == ["0123456789abcdef", "2023-06-02", "p.", "3", "老城区添了三座书房"]


@pytest.mark.parametrize(("width", "said"), [(30, "1 removed"), (80, "removed")])
def test_no_figure_of_the_history_is_cut_short_however_narrow_it_is(
    monkeypatch: pytest.MonkeyPatch, width: int, said: str
) -> None:
    row = {
        "generation": "000042", "created": "2026-11-23T02:47:38+00:00", "made_by": "rollback",
        "sources": {"added": 2345, "changed": 0, "removed": 1}, "articles": 123456,
    }  # fmt: skip
    lines = shown_at(width, monkeypatch, lambda: print_history([row], "000042", []))
    shown = " ".join(lines)
    assert "…" not in shown
    assert said in shown
    assert {"000042", "02:47", "123456", "live"} <= set(shown.replace(",", "").split())


def test_a_takedown_is_one_line_of_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [("refresh", 9), ("remove", 8), ("remove", 8), ("remove", 7), ("remove", 7)]
    rows = [
        {"generation": f"{n:06d}", "base": f"{n - 1:06d}", "made_by": by, "articles": articles}
        for n, (by, articles) in enumerate(made, start=1)
    ]
    lines = shown_at(80, monkeypatch, lambda: print_history(rows, "000005", ["000004"]))
    assert [line.split()[0] for line in lines[1:]] == ["000001", "000003", "000005"]


def test_what_is_not_known_of_an_article_is_left_out_of_its_line() -> None:
    bare = Article("x", ArticleKind.NOTICE, "停水通知", headline_made=False, text="停水。")
    assert source_line(bare) == "《停水通知》"
