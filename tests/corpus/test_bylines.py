"""Bylines are read in every form and state that papers and extraction leave them in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bylines import leading_byline, trailing_byline, whole_byline
from corpus.characters import squeeze
from corpus.names import is_name, join_pieces, split_run


@pytest.mark.parametrize(
    ("raw", "text", "reporters", "correspondents", "rest"),
    [
        ("本报讯（记者 李峥）5月16日", "本报讯（记者 李峥）", ["李峥"], [], "5月16日"),
        (
            "本报讯 （记者 段利梅 通讯员 郑\n胜寒 王长青） 近日",
            "本报讯（记者 段利梅 通讯员 郑胜寒 王长青）",
            ["段利梅"],
            ["郑胜寒", "王长青"],
            "近日",
        ),
        (
            "本报讯 （记者 李峥 通讯员\n\n王长青）近日",
            "本报讯（记者 李峥 通讯员 王长青）",
            ["李峥"],
            ["王长青"],
            "近日",
        ),
        ("本报 讯 （记 者 李 峥 ） 近日", "本报讯（记者 李峥）", ["李峥"], [], "近日"),
        (
            "本报讯(见习记者 李峥、王长青)近日",
            "本报讯(见习记者 李峥、王长青)",
            ["李峥", "王长青"],
            [],
            "近日",
        ),
        (
            "本报讯（记者李峥 通讯员王长青）近日",
            "本报讯（记者李峥 通讯员王长青）",
            ["李峥"],
            ["王长青"],
            "近日",
        ),
        ("本报讯（记者 段利梅郑胜寒）近日", "本报讯（记者 段利梅郑胜寒）", ["段利梅", "郑胜寒"], [], "近日"),
        ("本报讯（记者 李峥 5月16日，", "本报讯（记者 李峥", ["李峥"], [], "5月16日，"),
        (
            "本报讯 记者 李峥 通讯员 王长青）近日",
            "本报讯 记者 李峥 通讯员 王长青）",
            ["李峥"],
            ["王长青"],
            "近日",
        ),
        ("本报讯 记者从市气象台获悉", "本报讯", [], [], "记者从市气象台获悉"),
        (
            "新华社北京5月 16日电（记者李峥、王长青）近日",
            "新华社北京5月16日电（记者李峥、王长青）",
            ["李峥", "王长青"],
            [],
            "近日",
        ),
        ("据新华社日内瓦5月16日电 记者16日获悉", "据新华社日内瓦5月16日电", [], [], "记者16日获悉"),
        (
            "□ 本报记者 李峥 特约记者 王长青\n近日",
            "□ 本报记者 李峥 特约记者 王长青",
            ["李峥", "王长青"],
            [],
            "近日",
        ),
        (
            "本报记者 李峥 通讯员 王长青 文/图\n近日",
            "本报记者 李峥 通讯员 王长青 文/图",
            ["李峥"],
            ["王长青"],
            "近日",
        ),
        ("记者 李峥 报道 近日", "记者 李峥 报道", ["李峥"], [], "近日"),
        (
            "文/本报记者 李峥 图/本报记者 王长青\n近日",
            "文/本报记者 李峥 图/本报记者 王长青",
            ["李峥", "王长青"],
            [],
            "近日",
        ),
        ("（记者 李峥）近日", "（记者 李峥）", ["李峥"], [], "近日"),
        (
            "本报讯（特约记者 阿依古丽·买\n买提）近日",
            "本报讯（特约记者 阿依古丽·买买提）",
            ["阿依古丽·买买提"],
            [],
            "近日",
        ),
        ("本报讯（记者 欧阳\n明月）近日", "本报讯（记者 欧阳明月）", ["欧阳明月"], [], "近日"),
    ],
)
def test_a_leading_byline_is_parted_from_the_text(
    raw: str, text: str, reporters: list[str], correspondents: list[str], rest: str
) -> None:
    found = leading_byline(raw)
    assert found is not None
    byline, end = found
    assert (byline.text, list(byline.reporters), list(byline.correspondents)) == (
        text,
        reporters,
        correspondents,
    )
    assert raw[end:].strip() == rest
    assert squeeze(byline.text) == squeeze(raw[:end])


@pytest.mark.parametrize(
    "raw",
    [
        "记者从市气象台获悉，今天有雨。",
        "本报记者采访了他。",
        "（1998年出版）一本书",
        "市图书馆开放。",
        "记者了解到，今天有雨。",
        "电力供应正常",
    ],
)
def test_text_that_begins_like_a_byline_is_text(raw: str) -> None:
    assert leading_byline(raw) is None


@pytest.mark.parametrize(
    ("raw", "text", "photo"),
    [
        ("一隅。 本报记者 李峥 通讯员 王长青 摄", "本报记者 李峥 通讯员 王长青 摄", True),
        ("完工。（记者 李峥）", "（记者 李峥）", False),
        ("丰收。 新华社发（李峥 摄）", "新华社发（李峥 摄）", True),
        ("丰收。 新华社记者 李\n峥 摄", "新华社记者 李峥 摄", True),
        ("开馆。（图片由市图书\n馆提供）", "（图片由市图书馆提供）", True),
        ("开馆。 通讯员 王长青 摄影报道", "通讯员 王长青 摄影报道", True),
    ],
)
def test_a_closing_byline_or_credit_is_parted_from_the_text(raw: str, text: str, *, photo: bool) -> None:
    found = trailing_byline(raw)
    assert found is not None
    byline, start = found
    assert (byline.text, byline.photo) == (text, photo)
    assert squeeze(byline.text) == squeeze(raw[start:])


@pytest.mark.parametrize(
    "raw", ["他们说好。（完）", "建成5家（含在建）", "本报讯（记者 李峥）", "今天摄影展开幕。"]
)
def test_a_text_that_ends_in_brackets_has_no_closing_byline(raw: str) -> None:
    assert trailing_byline(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "朱先生到工业园区调研时要求",
        "市图书馆开放",
        "（上接第一版）",
        "记者从气象台获悉",
        "记者 李峥 摄\n市图书馆新馆开放",
    ],
)
def test_a_headline_is_no_byline(raw: str) -> None:
    assert whole_byline(raw) is None


def test_names_run_together_or_cut_are_told_by_their_surnames() -> None:
    assert split_run("段利梅郑胜寒王长青") == ["段利梅", "郑胜寒", "王长青"]
    assert split_run("欧阳明月") == ["欧阳明月"]
    assert join_pieces(["段利", "梅", "李峥"], ["", "\n", " "]) == ["段利梅", "李峥"]
    assert join_pieces(["李峥", "周", "楠"], ["", " ", "\n"]) == ["李峥", "周楠"]
    assert join_pieces(["李", "峥"], ["", " "]) == ["李峥"]
    assert not is_name("图书馆")


NAMES = st.lists(
    st.sampled_from(["李峥", "王长青", "郑胜寒", "欧阳明月", "段利梅", "周楠", "何一帆", "吴桐"]),
    min_size=1,
    max_size=3,
    unique=True,
)


@given(NAMES, NAMES, st.integers(0, 60), st.sampled_from(["（）", "()"]))
@settings(max_examples=300, deadline=None)
def test_one_line_break_anywhere_in_a_byline_loses_no_name(
    reporters: list[str], correspondents: list[str], at: int, brackets: str
) -> None:
    line = f"本报讯{brackets[0]}记者 {' '.join(reporters)} 通讯员 {' '.join(correspondents)}{brackets[1]}"
    at = min(at, len(line) - 1)
    found = leading_byline(f"{line[:at]}\n{line[at:]}近日，市图书馆开放。")
    assert found is not None
    assert list(found[0].reporters) == reporters
    assert list(found[0].correspondents) == correspondents
