"""Answers are kept and forgotten; spending is counted by user and day."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import pytest

from retrieval.generation.database import FILE, Database, forget_answers
from retrieval.generation.errors import BudgetSpent
from retrieval.generation.models import Limits, Messages, Usage
from retrieval.generation.spending import Ledger, estimated
from retrieval.generation.stored import StoredAnswers

MESSAGES = Messages("规则", "问题", version="answer-zh-1")


def test_an_answer_is_found_under_all_that_it_depends_on(tmp_path: Path) -> None:
    stored = StoredAnswers(Database(tmp_path))
    stored.put("问", "000001", "m", MESSAGES, "答")
    assert stored.get("问", "000001", "m", MESSAGES) == "答"
    assert stored.get("别的", "000001", "m", MESSAGES) is None
    assert stored.get("问", "000002", "m", MESSAGES) is None
    assert stored.get("问", "000001", "n", MESSAGES) is None
    assert stored.get("问", "000001", "m", Messages("规则", "问题", version="answer-zh-2")) is None
    assert stored.get("问", "000001", "m", Messages("规则", "别的证据", version="answer-zh-1")) is None


def test_answers_of_older_generations_go(tmp_path: Path) -> None:
    database = Database(tmp_path)
    StoredAnswers(database).put("问", "000001", "m", MESSAGES, "答")
    StoredAnswers(database).put("问", "000002", "m", MESSAGES, "答")
    assert StoredAnswers(database).get("问", "000001", "m", MESSAGES) is None
    assert StoredAnswers(database).get("问", "000002", "m", MESSAGES) == "答"


def test_a_takedown_leaves_no_byte_of_an_answer(tmp_path: Path) -> None:
    database = Database(tmp_path)
    secret = "撤下的报道里的一句话"
    StoredAnswers(database).put("问", "000001", "m", MESSAGES, secret)
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
    stored = StoredAnswers(Database(tmp_path))
    stored.put("问", "000001", "m", MESSAGES, "答")
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


def test_where_nothing_can_be_written_answers_are_kept_in_memory(tmp_path: Path) -> None:
    stored = StoredAnswers(Database(tmp_path / "missing"))
    stored.put("问", "000001", "m", MESSAGES, "答")
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


def test_a_table_that_breaks_later_costs_the_answers_and_no_question(tmp_path: Path) -> None:
    stored = StoredAnswers(Database(tmp_path))
    stored.put("问", "000001", "m", MESSAGES, "答")
    other = sqlite3.connect(tmp_path / FILE)
    with other:
        other.execute("DROP TABLE answers")
    other.close()
    assert stored.get("问", "000001", "m", MESSAGES) is None
    stored.put("问", "000001", "m", MESSAGES, "答")
    assert stored.get("问", "000001", "m", MESSAGES) == "答"


class Days:
    """A calendar that a test turns."""

    def __init__(self) -> None:
        self.today = datetime.date(2026, 5, 1)

    def __call__(self) -> datetime.date:
        return self.today


def test_a_user_has_a_budget_a_day_and_so_have_all_together(tmp_path: Path) -> None:
    days = Days()
    ledger = Ledger(Database(tmp_path), Limits(user=1000, day=1800), days)
    room = 100
    ledger.note("anna", Usage(800, 80))
    with pytest.raises(BudgetSpent, match="user"):
        ledger.allow("anna", MESSAGES, 200)
    ledger.allow("bert", MESSAGES, 200)
    ledger.note("bert", Usage(700, 80))
    with pytest.raises(BudgetSpent, match="day"):
        ledger.allow("carl", MESSAGES, 200)
    ledger.allow("carl", MESSAGES, room)
    days.today += datetime.timedelta(days=1)
    ledger.allow("anna", MESSAGES, 200)
    assert ledger.today() == Usage()


def test_a_question_may_not_cost_more_than_its_budget(tmp_path: Path) -> None:
    tokens = Ledger(Database(tmp_path), Limits(question=estimated(MESSAGES) + 100))
    tokens.allow("", MESSAGES, 100)
    with pytest.raises(BudgetSpent):
        tokens.allow("", MESSAGES, 101)


def test_money_is_counted_at_the_prices_given(tmp_path: Path) -> None:
    # 1,000,000 tokens in at 2 and 500,000 out at 8 are 2 + 4.
    ledger = Ledger(Database(tmp_path), Limits(price_in=2.0, price_out=8.0, cost_day=6.001))
    assert ledger.cost(Usage(1_000_000, 500_000)) == pytest.approx(6.0)
    ledger.note("", Usage(1_000_000, 500_000))
    ledger.allow("", MESSAGES, 100)  # 0.0008 and the prompt's few tokens
    with pytest.raises(BudgetSpent):
        ledger.allow("", MESSAGES, 200)


def test_processes_share_a_ledger_and_it_holds_no_names(tmp_path: Path) -> None:
    database = Database(tmp_path)
    Ledger(database, Limits()).note("telegram:12345678", Usage(10, 5))
    assert Ledger(Database(tmp_path), Limits()).today() == Usage(10, 5)
    database.close()
    assert b"12345678" not in (tmp_path / FILE).read_bytes()
