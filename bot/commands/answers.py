"""`wenbao ask` and `chat`: questions and their answers."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.days import WRITTEN, day_of
from bot.commands.sources import Json, run_refresh
from bot.context import app_of, debug_of
from bot.conversations import Conversations
from bot.errors import ANSWERED, EXPECTED, FAILED, REFUSED, BadInput
from bot.render import print_answer
from bot.streaming import appearing
from bot.terminal import error_console, print_json, unexpected
from retrieval.language import language_of
from retrieval.models import Answer, Filters
from vectorstore.errors import StoreEmpty

TopK = Annotated[int, typer.Option("--top-k", min=1, max=100, help="Passages to give back (JSON).")]


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question, Chinese or English.")] = None,
    *,
    batch: Annotated[
        Path | None,
        typer.Option(
            help='Questions, one a line: as JSON, {"question": "…", "id": …}, or plain; - for standard input.'
            " Needs --json."
        ),
    ] = None,
    first: Annotated[
        date | None,
        typer.Option("--from", parser=day_of, metavar=WRITTEN, help="Only issues of this day and later."),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--to", parser=day_of, metavar=WRITTEN, help="Only issues of this day and earlier."),
    ] = None,
    paper: Annotated[str | None, typer.Option(help="Only this paper.")] = None,
    page: Annotated[str | None, typer.Option(help="Only this page of a paper, such as 1 or A2.")] = None,
    reporter: Annotated[str | None, typer.Option(help="Only this reporter's or correspondent's.")] = None,
    top_k: TopK = 10,
    as_json: Json = False,
) -> None:
    """Answer a question with quotes from the archive.

    Exit status: 0 answered, 3 not in the archive, 1 failed, 2 usage.
    """
    filters = _filters(first, last, paper, page, reporter)
    if (question is None) == (batch is None):
        raise BadInput("ask one question, or give --batch FILE")
    if batch is not None:
        if not as_json:
            raise BadInput("--batch prints JSON lines: add --json")
        _answer_batch(context, batch, top_k, filters)
        return
    assert question is not None
    _require_words(question)
    _ensure_archive(context, offer=not as_json and sys.stdin.isatty())
    with appearing(quiet=as_json) as on_text:
        answer = app_of(context).answerer.ask(question, top_k=top_k, filters=filters, on_text=on_text)
    if as_json:
        _print_answer_json(answer)
    else:
        if answer.understood:
            from bot.chat import print_understood  # loads the line editor

            print_understood(answer)
        print_answer(answer)
    raise typer.Exit(ANSWERED if answer.status == "answered" else REFUSED)


def _require_words(question: str) -> None:
    if not any(map(str.isalnum, question)):  # marks alone (？？？) ask nothing either
        raise BadInput('the question is empty: wenbao ask "哪六家企业成为绿色工厂？"')


def _filters(
    first: date | None, last: date | None, paper: str | None, page: str | None, reporter: str | None
) -> Filters:
    if first and last and first > last:
        raise BadInput(f"--from {first} lies behind --to {last}")
    return Filters(first, last, paper, page, reporter)


def chat(context: typer.Context) -> None:
    """Ask one question after another."""
    from bot.chat import run_chat

    _ensure_archive(context, offer=sys.stdin.isatty())
    app = app_of(context)
    run_chat(app.answerer, app.store.folder / "chat_history")


def _ensure_archive(context: typer.Context, *, offer: bool) -> None:
    """Before the first refresh, offer the sample pages, or say what to do."""
    store = app_of(context).store
    with suppress(StoreEmpty):
        store.serving()  # also where CURRENT is lost or holds no number
        return
    if offer and typer.confirm("Nothing is indexed yet. Index the bundled sample pages now?", default=True):
        run_refresh(context)
        return
    raise StoreEmpty(
        f"nothing is indexed in {store.folder} yet: `wenbao refresh` indexes the bundled sample pages,"
        " `wenbao refresh PATH` your own"
    )


def _answer_batch(context: typer.Context, batch: Path, top_k: int, filters: Filters) -> None:
    _ensure_archive(context, offer=False)
    talks = Conversations()
    defects = 0
    for number, line in enumerate(_lines(batch), start=1):
        if not line.strip():
            continue
        row = _row(line, number)
        question = row.get("question")
        if not isinstance(question, str):
            _print_failed(
                row.get("id"), "", f'line {number} is no question and no JSON object with a "question"', line
            )
            continue
        try:
            _require_words(question)
            before = talks.before(row)
            answer = app_of(context).answerer.ask(question, top_k=top_k, filters=filters, before=before)
        except EXPECTED as exc:
            _print_failed(row.get("id"), question, str(exc), question)
        except Exception as exc:  # noqa: BLE001 (the questions after it are answered all the same)
            said = unexpected(exc)
            if debug_of(context):
                traceback.print_exception(exc)
            error_console().print(f"wenbao: line {number}: {said}", soft_wrap=True)
            _print_failed(row.get("id"), question, said, question)
            defects += 1
        else:
            talks.add(row, before, answer.turn)
            _print_answer_json(answer, row.get("id"))
    if defects:
        raise typer.Exit(FAILED)


def _row(line: str, number: int) -> dict[str, Any]:
    """One line of a batch: a JSON object, or a plain question, whose id is its line's number.

    Empty where it is neither: other JSON, or what begins like it and is broken.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        plain = line.strip()
        return {} if plain.startswith(("{", "[", '"')) else {"id": number, "question": plain}
    return row if isinstance(row, dict) else {}


def _print_answer_json(answer: Answer, identity: Any = None) -> None:
    from retrieval.interface import answer_to_json

    print_json(answer_to_json(answer, identity))


def _print_failed(identity: Any, question: str, reason: str, asked: str) -> None:
    """Print a failure in the language of what was asked, be it a line that could not be read."""
    lang = language_of(asked)
    failed = Answer(question=question, lang=lang, status="failed", text="", reason=reason)
    _print_answer_json(failed, identity)


def _lines(batch: Path) -> Iterator[str]:
    try:
        if str(batch) == "-":
            yield from _decoded(sys.stdin.buffer)
        else:
            with batch.open("rb") as file:
                yield from _decoded(file)
    except OSError as exc:
        raise BadInput(f"the questions {batch} cannot be read: {exc.strerror or exc}") from exc


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        yield line.decode("utf-8-sig", errors="replace")
