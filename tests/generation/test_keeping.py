"""Answers are kept and forgotten; spending is counted by user and day."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from retrieval.generation.charging import Purse
from retrieval.generation.database import ANSWERS, FILE, SPENDING, Database, forget_answers
from retrieval.generation.errors import BudgetSpent, ModelBusy, ModelDown, NotForgotten
from retrieval.generation.models import Limits, Messages, Usage
from retrieval.generation.spending import Ledger, estimated
from retrieval.generation.stored import StoredAnswers

MESSAGES = Messages("规则", "问题", version="answer-zh-1")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A held file is not waited for."""
    monkeypatch.setattr("retrieval.generation.database.BUSY", 0.05)
    monkeypatch.setattr("retrieval.generation.database.FORGETTING", 0.05)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process that writes to a file, for long."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def stored_in(folder: Path) -> StoredAnswers:
    return StoredAnswers(Database(folder, ANSWERS))


def ledger_in(folder: Path, limits: Limits = Limits(), **given: Any) -> Ledger:  # noqa: B008 (frozen)
    return Ledger(Database(folder, SPENDING), limits, **given)


def keep(stored: StoredAnswers, generation: str = "000001", text: str = "答") -> None:
    stored.put("问", generation, "m", MESSAGES, text, forgotten=stored.forgotten())


def allow(ledger: Ledger, user: str, tokens: int) -> None:
    """Take what a call may use, and give it back."""
    charge = Purse(ledger, user).charge(MESSAGES, tokens)
    charge.settle(Usage(), "", ending=True)


def test_an_answer_is_found_under_all_that_it_depends_on(tmp_path: Path) -> None:
    stored = stored_in(tmp_path)
    keep(stored)
    assert stored.get("问", "000001", "m", MESSAGES) == "答"
    assert stored.get("别的", "000001", "m", MESSAGES) is None
    assert stored.get("问", "000002", "m", MESSAGES) is None
    assert stored.get("问", "000001", "n", MESSAGES) is None
    assert stored.get("问", "000001", "m", Messages("规则", "问题", version="answer-zh-2")) is None
    assert stored.get("问", "000001", "m", Messages("规则", "别的证据", version="answer-zh-1")) is None


def test_answers_of_older_generations_go(tmp_path: Path) -> None:
    database = Database(tmp_path, ANSWERS)
    keep(StoredAnswers(database), "000001")
    keep(StoredAnswers(database), "000002")
    assert StoredAnswers(database).get("问", "000001", "m", MESSAGES) is None
    assert StoredAnswers(database).get("问", "000002", "m", MESSAGES) == "答"


def test_a_takedown_leaves_no_byte_of_an_answer(tmp_path: Path) -> None:
    database = Database(tmp_path, ANSWERS)
    secret = "撤下的报道里的一句话"
    keep(StoredAnswers(database), text=secret)
    forget_answers(tmp_path)
    assert StoredAnswers(database).get("问", "000001", "m", MESSAGES) is None
    database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert secret.encode() not in left


def test_there_may_be_nothing_to_forget(tmp_path: Path) -> None:
    forget_answers(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    stored = stored_in(tmp_path)
    keep(stored)
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


def test_where_nothing_can_be_written_answers_are_kept_in_memory(tmp_path: Path) -> None:
    stored = stored_in(tmp_path / "missing")
    keep(stored)
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


def test_a_table_that_breaks_later_costs_the_answers_and_no_question(tmp_path: Path) -> None:
    stored = stored_in(tmp_path)
    keep(stored)
    other = sqlite3.connect(tmp_path / FILE)
    with other:
        other.execute("DROP TABLE answers")
    other.close()
    assert stored.get("问", "000001", "m", MESSAGES) is None
    keep(stored)
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


class Days:
    """A calendar that a test turns."""

    def __init__(self) -> None:
        self.today = datetime.date(2026, 5, 1)

    def __call__(self) -> datetime.date:
        return self.today


def test_a_user_has_a_budget_a_day_and_so_have_all_together(tmp_path: Path) -> None:
    days = Days()
    ledger = ledger_in(tmp_path, Limits(user=1000, day=1800), today=days)
    room = 100
    ledger.note("anna", Usage(800, 80))
    with pytest.raises(BudgetSpent, match="user"):
        allow(ledger, "anna", 200)
    allow(ledger, "bert", 200)
    ledger.note("bert", Usage(700, 80))
    with pytest.raises(BudgetSpent, match="day"):
        allow(ledger, "carl", 200)
    allow(ledger, "carl", room)
    days.today += datetime.timedelta(days=1)
    allow(ledger, "anna", 200)
    assert ledger.today() == Usage()


def test_a_question_may_not_cost_more_than_its_budget(tmp_path: Path) -> None:
    tokens = ledger_in(tmp_path, Limits(question=estimated(MESSAGES) + 100))
    allow(tokens, "", 100)
    with pytest.raises(BudgetSpent):
        allow(tokens, "", 101)


def test_money_is_counted_at_the_prices_given(tmp_path: Path) -> None:
    # 1,000,000 tokens in at 2 and 500,000 out at 8 are 2 + 4.
    ledger = ledger_in(tmp_path, Limits(price_in=2.0, price_out=8.0, cost_day=6.001))
    assert ledger.cost(Usage(1_000_000, 500_000)) == pytest.approx(6.0)
    ledger.note("", Usage(1_000_000, 500_000))
    allow(ledger, "", 100)  # 0.0008 and the prompt's few tokens
    with pytest.raises(BudgetSpent):
        allow(ledger, "", 200)


def test_processes_share_a_ledger_and_it_holds_no_names(tmp_path: Path) -> None:
    database = Database(tmp_path, SPENDING)
    Ledger(database, Limits()).note("telegram:12345678", Usage(10, 5))
    assert ledger_in(tmp_path).today() == Usage(10, 5)
    database.close()
    assert b"12345678" not in (tmp_path / SPENDING.file).read_bytes()


def test_a_file_that_is_held_costs_the_answers_for_this_once(tmp_path: Path) -> None:
    stored = stored_in(tmp_path)
    keep(stored)
    with held(tmp_path / FILE):
        assert stored.get("问", "000001", "m", MESSAGES) is None
        keep(stored, text="另一个")
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


@pytest.mark.parametrize("opened_before", [True, False])
def test_a_held_account_refuses_the_call_and_forgets_nothing(tmp_path: Path, *, opened_before: bool) -> None:
    limits = Limits(user=1000)
    ledger_in(tmp_path, limits).note("anna", Usage(900, 50))
    ledger = ledger_in(tmp_path, limits)
    if opened_before:
        assert ledger.today() == Usage(900, 50)
    with held(tmp_path / SPENDING.file), pytest.raises(ModelBusy):
        allow(ledger, "anna", 10)
    with pytest.raises(BudgetSpent):
        allow(ledger, "anna", 100)


def test_a_held_account_costs_nobody_an_answer_where_no_budget_is_set(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    ledger.note("", Usage(1, 1))
    with held(tmp_path / SPENDING.file):
        charge = Purse(ledger, "").charge(MESSAGES, 100)
    charge.settle(Usage(7, 3), "", ending=True)
    assert ledger.today() == Usage(8, 4)


def test_a_takedown_that_cannot_reach_the_answers_says_so(tmp_path: Path) -> None:
    keep(stored_in(tmp_path))
    with held(tmp_path / FILE), pytest.raises(NotForgotten, match=FILE):
        forget_answers(tmp_path)
    assert (tmp_path / FILE).exists()


def test_a_takedown_leaves_the_account_alone(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    ledger.note("", Usage(10, 5))
    keep(stored_in(tmp_path))
    forget_answers(tmp_path)
    assert ledger.today() == ledger_in(tmp_path).today() == Usage(10, 5)


def test_what_was_on_its_way_at_a_takedown_is_not_kept(tmp_path: Path) -> None:
    stored = stored_in(tmp_path)
    before = stored.forgotten()
    forget_answers(tmp_path)
    stored.put("问", "000001", "m", MESSAGES, "撤下的话", forgotten=before)
    assert stored.get("问", "000001", "m", MESSAGES) is None
    keep(stored)
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


def test_every_answer_drops_those_of_older_generations(tmp_path: Path) -> None:
    stored = stored_in(tmp_path)
    keep(stored, "000001")
    keep(stored, "000002")
    assert stored.get("问", "000001", "m", MESSAGES) is None


def test_no_question_stands_in_the_file_nor_one_of_an_older_version(tmp_path: Path) -> None:
    asked = "张三去年领了多少工资"
    with closing(sqlite3.connect(tmp_path / FILE)) as old, old:
        old.execute("CREATE TABLE answers (key TEXT PRIMARY KEY, question TEXT)")
        old.execute("INSERT INTO answers VALUES ('k', ?)", (asked,))
    stored = stored_in(tmp_path)
    stored.put(asked, "000001", "m", MESSAGES, "答", forgotten=stored.forgotten())
    assert stored.get(asked, "000001", "m", MESSAGES) == "答"
    left = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert asked.encode() not in left


def test_a_call_is_counted_from_its_start_at_the_most_that_it_may_use(tmp_path: Path) -> None:
    most = estimated(MESSAGES) + 100
    ledger = ledger_in(tmp_path, Limits(day=most + 10))
    charge = Purse(ledger, "anna").charge(MESSAGES, 100)
    with pytest.raises(BudgetSpent):
        Purse(ledger, "bert").charge(MESSAGES, 100)
    assert charge.settle(Usage(3, 2), "", ending=True) == Usage(3, 2)
    assert ledger.today() == Usage(3, 2)


def test_a_call_across_midnight_is_counted_on_the_day_of_its_start(tmp_path: Path) -> None:
    days = Days()
    ledger = ledger_in(tmp_path, today=days)
    charge = Purse(ledger, "").charge(MESSAGES, 100)
    days.today += datetime.timedelta(days=1)
    charge.settle(Usage(3, 2), "", ending=True)
    assert ledger.today() == Usage()
    days.today -= datetime.timedelta(days=1)
    assert ledger.today() == Usage(3, 2)


def test_all_calls_of_a_question_spend_from_its_budget() -> None:
    prompt = estimated(MESSAGES)
    purse = Purse(Ledger(Database(None, SPENDING), Limits(question=prompt + 100)), "")
    purse.charge(MESSAGES, 60).settle(Usage(prompt, 10), "", ending=True)
    with pytest.raises(BudgetSpent):
        purse.charge(MESSAGES, 100)


@pytest.mark.parametrize(("free", "attempts"), [(False, 2), (True, 1)])
def test_an_attempt_counts_whose_prompt_was_read(*, free: bool, attempts: int) -> None:
    ledger = Ledger(Database(None, SPENDING), Limits())
    charge = Purse(ledger, "").charge(MESSAGES, 100)
    charge.again(ModelDown("down", free=free))
    charge.settle(None, "答案", ending=True)
    assert ledger.today().prompt == attempts * estimated(MESSAGES)
    assert 0 < ledger.today().answer < 100
