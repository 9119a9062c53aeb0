"""Nothing in an article or a question can steer the terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal import console, print_json, visible


@given(st.text())
def test_shown_text_holds_no_control_character_but_newline_and_tab(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) == "Cc" and char not in "\n\t"]


def test_escapes_become_pictures_and_direction_marks_vanish() -> None:
    assert visible("\x1b[31m红\u202e色\x9b") == "␛[31m红色\ufffd"


def test_markup_in_an_article_is_shown_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("[bold]不是标记[/bold] :smile: <b>&amp;</b>")
    assert capsys.readouterr().out.strip() == "[bold]不是标记[/bold] :smile: <b>&amp;</b>"


@given(value=st.dictionaries(st.text(), st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_json_is_one_line_that_reads_back(value: dict[str, str]) -> None:
    import contextlib
    import io

    raw = io.BytesIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(raw, encoding="ascii")):
        print_json(value)
        lines = raw.getvalue().decode("utf-8", "surrogatepass").split("\n")
    assert len(lines) == 2
    assert json.loads(lines[0]) == {
        key.encode("utf-8", "backslashreplace").decode("utf-8"): text for key, text in value.items()
    }
