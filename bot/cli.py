"""The `wenbao` command: what is common to all of its commands, and the one place where errors end.

Each command is a thin function in `bot.commands`; it parses, calls, and shows.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from importlib.metadata import version
from typing import Annotated

import typer

from bot.commands import answers, articles, evaluation, model, sources, takedown, telegram, upkeep
from bot.context import Context
from bot.errors import EXPECTED, FAILED, INTERRUPTED, OutputRefused, exit_status
from bot.terminal import error_console, in_a_line, unexpected

app = typer.Typer(
    help="问报 Wenbao: questions to a newspaper's archive, answered with verbatim quotes.",
    epilog="First `wenbao refresh FOLDER` with your pages, then `wenbao ask QUESTION`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_ASK, _INDEX, _KEEP = "Ask", "Index", "Keep the store"

app.command("ask", rich_help_panel=_ASK)(answers.ask)
app.command("chat", rich_help_panel=_ASK)(answers.chat)
app.command("telegram", rich_help_panel=_ASK)(telegram.telegram)
app.command("eval", rich_help_panel=_ASK)(evaluation.evaluate)
app.command("refresh", rich_help_panel=_INDEX)(sources.refresh)
app.command("sources", rich_help_panel=_INDEX)(sources.sources)
app.command("articles", rich_help_panel=_INDEX)(articles.articles)
app.command("show", rich_help_panel=_INDEX)(articles.show)
app.command("remove", rich_help_panel=_INDEX)(takedown.remove)
app.command("status", rich_help_panel=_INDEX)(sources.status)
app.command("verify", rich_help_panel=_KEEP)(upkeep.verify)
app.command("history", rich_help_panel=_KEEP)(upkeep.history)
app.command("rollback", rich_help_panel=_KEEP)(upkeep.rollback)
app.command("backup", rich_help_panel=_KEEP)(upkeep.backup)
app.command("restore", rich_help_panel=_KEEP)(upkeep.restore)
app.command("gc", rich_help_panel=_KEEP)(upkeep.gc)
app.command("model", rich_help_panel=_KEEP)(model.model)


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Refusals of a write: no room, no room for this user, too large a file, a device that fails."""


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it with the flag's value)
    if wanted:
        typer.echo(f"wenbao {version('wenbao')}")
        raise typer.Exit


@app.callback()
def wenbao(
    context: typer.Context,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take what stands before the command's name."""
    context.obj = Context(debug=debug)


def main() -> None:
    """Run the command; end every error as one line on stderr and an exit status."""
    debug = "--debug" in sys.argv
    if debug:  # accepted anywhere on the line
        sys.argv[1:] = ["--debug", *(word for word in sys.argv[1:] if word != "--debug")]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
    except EXPECTED as exc:
        _end(exc, exit_status(exc), debug=debug)
    except BrokenPipeError:  # `wenbao articles | head`: the reader has seen enough
        _silence()
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as exc:
        full = exc.errno in _FULL and exc.filename is None
        if full:
            _silence()
        _end(
            OutputRefused(f"the output cannot be written: {exc.strerror}") if full else exc,
            FAILED,
            debug=debug,
            defect=not full,
        )
    except Exception as exc:  # noqa: BLE001 (a user never sees a traceback unasked)
        _end(exc, FAILED, debug=debug, defect=True)


def _run() -> None:
    try:
        app()
    finally:
        if hasattr(sys.stdout, "flush"):  # it is None where stdout was closed
            sys.stdout.flush()  # here its failure is told; at the interpreter's end it would be a riddle


def _silence() -> None:
    """Let what is still to be written to stdout go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(error: Exception, status: int, *, debug: bool, defect: bool = False) -> None:
    if debug:
        traceback.print_exception(error)
    said = unexpected(error) if defect else in_a_line(error)
    error_console().print(f"wenbao: {said}", soft_wrap=True)
    sys.exit(status)
