"""A takedown, and what is on its way while it happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.telegram.desk import Desk
from bot.telegram.handlers.browsing import headline_blocks
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.store import FILE, Records
from bot.telegram.store import database as database_module
from bot.telegram.store.answers import new_key
from bot.telegram.store.articles import article_key
from bot.telegram.texts import TEXTS
from corpus.models import Article
from retrieval.models import Answer
from tests.bot.telegram.samples import answer, article
from vectorstore.models import CatalogueEntry, Withdrawn

HERE = Place(11, None, 11)
TAKEN, OTHER = article(), article("防汛演练在城南举行，共有90人参加。", "防汛演练")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path) as opened:
        yield opened


def stored(of: Answer, message: int | None = None) -> StoredAnswer:
    return StoredAnswer(new_key(), HERE, message, "zh", short=False, answer=of)


def listed(*articles: Article) -> list[Withdrawn]:
    return [Withdrawn(one.id, one.id, one.headline or "", "2024-03-09T00:00:00+00:00") for one in articles]


def both() -> Answer:
    """Shows the other article; the taken one is among its passages only."""
    shown = answer(OTHER)
    return replace(shown, passages=(*answer(TAKEN).passages, *shown.passages))


def test_a_message_that_arrives_after_its_answer_was_withdrawn_is_retracted(records: Records) -> None:
    on_its_way, forgotten = stored(answer(TAKEN)), stored(answer(OTHER))
    for one in (on_its_way, forgotten):
        records.answers.add(one)
    records.withdraw(TAKEN.id, TAKEN.id)
    assert records.retractions.waiting() == []  # nothing was sent yet
    records.sent(on_its_way, 8)
    assert records.retractions.waiting() == [(11, 8, "zh")]
    records.forget_user(11)
    records.sent(forgotten, 9)  # its reader had it deleted: nothing was taken down
    assert records.retractions.waiting() == []


@pytest.mark.parametrize("status", ["answered", "refused"])
def test_an_answer_that_was_found_before_a_takedown_is_not_kept_after_it(
    records: Records, status: str
) -> None:
    records.withdraw(TAKEN.id, TAKEN.id)
    late = stored(answer(TAKEN, status=status))
    assert records.answers.add(late) is None
    assert records.answers.get(late.key) is None


def test_an_answer_that_does_not_show_it_is_kept_without_the_passage(records: Records) -> None:
    records.withdraw(TAKEN.id, TAKEN.id)
    kept = records.answers.add(stored(both()))
    assert kept is not None
    assert kept.answer == answer(OTHER)
    assert records.answers.get(kept.key) == kept


def test_no_link_opens_an_article_that_was_taken_down_also_one_made_afterwards(tmp_path: Path) -> None:
    again = replace(TAKEN, id="given-by-another-source")  # the same text under another name
    with Records(tmp_path) as records:
        before = records.articles.keep([(TAKEN, "x.txt"), (OTHER, "x.txt")])
        records.withdraw(TAKEN.id, TAKEN.id)
        after = records.articles.keep([(TAKEN, "x.txt"), (again, "x.txt"), (OTHER, "x.txt")])
        assert [records.articles.get(key) is None for key in before] == [True, False]
        assert [records.articles.get(key) is None for key in after] == [True, True, False]
        records.database.scrub()
    assert "412人".encode() not in b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))


def test_every_part_of_a_long_answer_is_retracted_and_found_by_a_reply(records: Records) -> None:
    one = stored(answer(TAKEN))
    records.answers.add(one)
    for message in (8, 9, 10):
        records.sent(one, message)
    found = [records.answers.by_message(11, message) for message in (7, 8, 9, 10)]
    assert found == [None, *[replace(one, message=10)] * 3]
    records.withdraw(TAKEN.id, TAKEN.id)
    assert [message for _, message, _ in records.retractions.waiting()] == [8, 9, 10]


def test_a_copy_whose_reply_was_lost_is_retracted_once_it_was_met(records: Records) -> None:
    one = stored(answer(TAKEN))
    records.answers.add(one)
    records.sent(one, 9)  # the second copy's reply; the first copy is message 8, and nobody knows
    records.met(one.key, 11, 8)
    kept = records.answers.get(one.key)
    assert kept is not None
    assert kept.message == 9
    records.withdraw(TAKEN.id, TAKEN.id)
    assert {message for _, message, _ in records.retractions.waiting()} == {8, 9}


def test_a_copy_that_is_met_after_the_takedown_is_retracted_then(records: Records) -> None:
    one, other = stored(answer(TAKEN)), stored(answer(OTHER))
    for each in (one, other):
        records.answers.add(each)
        records.sent(each, 9)
    records.withdraw(TAKEN.id, TAKEN.id)
    records.retractions.done(11, 9)
    records.met(one.key, -5, 8)  # in another chat: whoever copied the button's data
    records.met(other.key, 11, 7)
    assert records.retractions.waiting() == []
    records.met(one.key, 11, 8)
    assert records.retractions.waiting() == [(11, 8, "zh")]
    records.retractions.done(11, 8)
    records.forget_user(11)
    records.met(one.key, 11, 8)
    assert records.retractions.waiting() == []


def test_an_anonymous_admins_forget_leaves_the_groups_retractions(records: Records) -> None:
    group = -9
    records.retractions.note([(group, 5, "zh"), (11, 6, "zh")])
    records.forget_user(group)  # who writes in a group's name goes by the group's id
    assert records.retractions.waiting() == [(group, 5, "zh"), (11, 6, "zh")]
    records.forget_user(11)
    assert records.retractions.waiting() == [(group, 5, "zh")]


def test_an_article_that_is_opened_while_it_is_taken_down_is_retracted(records: Records) -> None:
    records.retractions.showing(11, 5, [TAKEN], "zh")
    records.withdraw(TAKEN.id, TAKEN.id)
    records.retractions.done(11, 5)  # the takedown's edit, and then the late one that shows the text
    records.retractions.showing(11, 5, [TAKEN], "zh")
    assert records.retractions.waiting() == [(11, 5, "zh")]


def test_no_conversation_keeps_a_headline_that_a_refusal_named(tmp_path: Path) -> None:
    refusal = replace(answer(TAKEN, status="refused"), text="存档里没有；最接近的是《鹭岛观鸟台开放》。")
    assert refusal.turn.articles == ()
    with Records(tmp_path) as records:
        records.conversations.add(HERE, refusal.turn)
        records.obey(listed(TAKEN))
        assert records.conversations.turns(HERE) == ()
    assert "鹭岛".encode() not in b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))


def test_a_conversation_that_has_ended_is_deleted(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    records.conversations.add(HERE, answer(OTHER).turn)
    assert records.expire(90) == 0
    later = database_module.now() + 3601
    monkeypatch.setattr("bot.telegram.store.conversations.now", lambda: later)
    assert records.expire(90) == 1
    assert records.database.rows("SELECT count(*) FROM turns") == [(0,)]


def test_a_takedown_is_applied_once_and_a_restart_does_not_repeat_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied, scrubbed = [], []
    withdraw, scrub = Records.withdraw, database_module.Database.scrub

    def counting(records: Records, article_id: str, content: str) -> int:
        applied.append(article_id)
        return withdraw(records, article_id, content)

    def scrubbing(database: database_module.Database) -> None:
        scrubbed.append(1)
        scrub(database)

    monkeypatch.setattr(Records, "withdraw", counting)
    monkeypatch.setattr(database_module.Database, "scrub", scrubbing)
    for _ in range(2):
        with Records(tmp_path) as records:
            records.obey(listed(TAKEN, OTHER))
            records.obey(listed(TAKEN, OTHER))
    assert applied == [TAKEN.id, OTHER.id]
    assert len(scrubbed) == 1


def test_an_article_that_was_put_back_is_shown_again(records: Records) -> None:
    records.obey(listed(TAKEN, OTHER))
    records.obey(listed(OTHER))
    one = stored(answer(TAKEN))
    assert records.answers.add(one) == one
    assert records.answers.add(stored(answer(OTHER))) is None


def test_a_takedown_looks_up_what_it_takes_out_and_does_not_read_every_answer(records: Records) -> None:
    for where in ("mentions WHERE article = 'x'", "evidence WHERE article = 'x'", "articles WHERE id = 'x'"):
        plan = records.database.rows(f"EXPLAIN QUERY PLAN SELECT * FROM {where}")
        assert not any("SCAN" in row[3] for row in plan)
    statements: list[str] = []
    records.answers.add(stored(answer(OTHER)))
    records.database._connection.set_trace_callback(statements.append)
    records.withdraw(TAKEN.id, TAKEN.id)
    assert not any("body" in statement for statement in statements)


def test_an_answer_that_loses_a_passage_keeps_its_day_its_votes_and_its_messages(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stored(both())
    records.answers.add(one)
    records.sent(one, 8)
    records.sent(one, 9)
    records.votes.cast(one, 11, up=True)
    dates = records.database.rows("SELECT at FROM answers")
    ahead = database_module.now() + 40 * 86400
    monkeypatch.setattr("bot.telegram.store.answers.now", lambda: ahead)
    assert records.withdraw(TAKEN.id, TAKEN.id) == 0
    assert records.database.rows("SELECT at FROM answers") == dates
    assert records.votes.counts() == (1, 0)
    found = records.answers.by_message(11, 8)
    assert found is not None
    assert found.answer == answer(OTHER)


def test_what_a_question_leans_on_comes_back_whole(records: Records) -> None:
    turn = answer(OTHER).turn
    assert turn.articles
    marked = replace(turn, words=("90人", "城南"))
    records.conversations.add(HERE, marked)
    assert records.conversations.turns(HERE) == (marked,)


def test_a_days_headlines_are_kept_in_one_transaction(records: Records) -> None:
    many = [article(f"第{n}篇报道说了{n}件事。", f"标题{n}") for n in range(40)]
    desk = SimpleNamespace(records=records, link=lambda one: f"https://t.me/b?start=a_{article_key(one)}")
    statements: list[str] = []
    records.database._connection.set_trace_callback(statements.append)
    day = many[0].date
    assert day is not None
    blocks = headline_blocks(cast("Desk", desk), TEXTS["zh"], day, [CatalogueEntry(one, "x") for one in many])
    records.database._connection.set_trace_callback(None)
    assert statements.count("COMMIT") == 1
    links = [run.url.partition("a_")[2] for block in blocks for run in block.runs if run.url]
    assert [found.article for key in links if (found := records.articles.get(key))] == many
