"""Many users at once: what they wait, whether each gets the own answers in order, what memory does.

    python -m benchmarks.telegram_load [--users 100] [--questions 5] [--rounds 3]

The real bot process answers over a Bot API on this machine that keeps Telegram's limits: 30 messages a second
in all, so that a round of 500 answers cannot take less than 16.7 s, and about one a second a chat. Every user
writes all questions at once; a wait is counted from there to the answer. Answers are compared with those that
somebody got who asked the same questions one by one while nobody else asked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.composition import App
from bot.settings import Settings, load_settings
from tests.botapi.people import Person
from tests.botapi.process import REPOSITORY, BotProcess
from tests.botapi.server import BotApi

QUESTIONS = REPOSITORY / "tests" / "data" / "sample_questions.jsonl"
CONVERSATIONS = 14
"""Different conversations, of five questions each: all of the sample questions."""

HEAD = "round |   all | p50 s | p95 s | p99 s | first p50 | first p99 | wrong | 429 | resident | processor s"

PATIENCE = 600.0
"""Seconds after which an answer counts as lost."""


@dataclass(frozen=True)
class Round:
    """What one round of questions showed.

    Attributes:
        waits: Seconds from a question to its answer, every question.
        firsts: The same, each user's first question.
        wrong: Answers that were another question's.
        seconds: From the first question to the last answer.
        refused: 429s that the server answered.
        resident: Resident memory of the bot afterwards, bytes.
        computed: Processor time that the bot used, seconds.
    """

    waits: list[float]
    firsts: list[float]
    wrong: int
    seconds: float
    refused: int
    resident: int
    computed: float


def main() -> None:
    """Measure and print a table."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--users", type=int, default=100)
    told.add_argument("--questions", type=int, default=5)
    told.add_argument("--rounds", type=int, default=3)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenbao-load-") as name:
        folder = Path(name)
        app = App(Settings(data_dir=folder / "data", cache_dir=load_settings().cache_dir))
        _index(app, folder / "pages")
        with BotApi() as api:
            bot = BotProcess(api, app.settings.data_dir, app.settings.cache_dir, folder / "home" / "bot.log")
            try:
                bot.start().ready()
                right = _alone(api, asked.questions)
                print(f"{asked.users} users, {asked.questions} questions each; resident {_mb(bot.resident)}")
                print(HEAD)
                for number in range(asked.rounds):
                    print(_row(number + 1, _round(api, bot, asked.users, right)), flush=True)
            finally:
                bot.stop()


def _index(app: App, pages: Path) -> None:
    shutil.copytree(app.samples, pages, ignore=shutil.ignore_patterns("__*"))
    run = [sys.executable, "-X", "utf8", "-c", "from bot.cli import main; main()", "refresh", str(pages)]
    environment = {
        "PYTHONPATH": str(REPOSITORY),
        "WENBAO_DATA_DIR": str(app.settings.data_dir),
        "WENBAO_CACHE_DIR": str(app.settings.cache_dir),
    }
    subprocess.run(run, check=True, capture_output=True, env=environment, cwd=pages.parent)  # noqa: S603 (ours)


def _alone(api: BotApi, questions: int) -> dict[tuple[str, ...], list[str]]:
    """Conversations and their answers: a question may be understood with the one before it."""
    rows = list(map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()))
    told: dict[tuple[str, ...], list[str]] = {}
    for start in range(CONVERSATIONS):
        asked = tuple(rows[(start * questions + step) % len(rows)]["question"] for step in range(questions))
        reader = api.person("alone")
        told[asked] = [reader.asks(question).text for question in asked]
    return told


def _round(api: BotApi, bot: BotProcess, users: int, right: dict[tuple[str, ...], list[str]]) -> Round:
    refused, computed = _refused(api), bot.computed
    conversations = list(right)
    began = time.monotonic()
    asked: list[tuple[Person, tuple[str, ...], list[float]]] = []
    for number in range(users):
        reader, mine, times = api.person(f"u{number}"), conversations[number % len(conversations)], []
        for question in mine:
            times.append(time.monotonic())
            reader.says(question)
        asked.append((reader, mine, times))
    waits, firsts, wrong, last = [], [], 0, began
    for reader, mine, times in asked:
        answers = [reader.hears(patience=PATIENCE) for _ in mine]
        wrong += sum(answer.text != text for answer, text in zip(answers, right[mine], strict=True))
        waits += [answer.at - at for answer, at in zip(answers, times, strict=True)]
        firsts.append(answers[0].at - times[0])
        last = max(last, *(answer.at for answer in answers))
    return Round(
        waits, firsts, wrong, last - began, _refused(api) - refused, bot.resident, bot.computed - computed
    )


def _refused(api: BotApi) -> int:
    with api.world.changed:
        return sum(call.status == 429 for call in api.calls)  # noqa: PLR2004 (HTTP's number)


def _row(number: int, one: Round) -> str:
    def part(values: list[float], percent: int) -> float:
        return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]

    shown = [part(one.waits, 50), part(one.waits, 95), part(one.waits, 99), part(one.firsts, 50)]
    cells = " | ".join(f"{value:5.1f}" for value in shown)
    return (
        f"{number:5} | {one.seconds:5.1f} | {cells}     | {part(one.firsts, 99):5.1f}     "
        f"| {one.wrong:5} | {one.refused:3} | {_mb(one.resident)}   | {one.computed:.1f}"
    )


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
