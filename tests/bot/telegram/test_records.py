"""What the bot remembers, forgets and gives out."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import exit_status
from bot.telegram.errors import RecordsUnusable
from bot.telegram.models import Delivery, Place, Preferences, QuoteSpan, StoredAnswer
from bot.telegram.store import FILE, Records, withdraw_from
from bot.telegram.store import answers as answers_module
from bot.telegram.store import database as database_module
from bot.telegram.store.answers import new_key
from retrieval.evaluation.evaluate import load_questions
from retrieval.models import Turn
from tests.bot.telegram.samples import TEXT, answer, article

HERE = Place(11, None, 11)
ELSEWHERE = Place(-5, 3, 12)
SPAN = QuoteSpan("text", 0, 9, ((2, 4),))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path) as opened:
        yield opened


def stored(place: Place = HERE, message: int | None = 4, **changes: object) -> StoredAnswer:
    return replace(StoredAnswer(new_key(), place, message, "zh", short=False, answer=answer()), **changes)  # type: ignore[arg-type]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(f"{FILE}*"))


def test_an_answer_comes_back_whole_in_another_process(tmp_path: Path) -> None:
    one = stored()
    with Records(tmp_path) as before:
        before.answers.add(one)
    with Records(tmp_path) as after:
        assert after.answers.get(one.key) == one
        assert after.answers.get("another") is None


def test_articles_of_many_answers_are_kept_once(records: Records) -> None:
    for _ in range(3):
        records.answers.add(stored())
    assert records.database.rows("SELECT count(*) FROM articles") == [(1,)]


def test_more_passages_than_the_buttons_show_are_not_kept(records: Records) -> None:
    one = stored()
    many = replace(one.answer, passages=one.answer.passages * 30)
    records.answers.add(replace(one, answer=many))
    kept = records.answers.get(one.key)
    assert kept is not None
    assert len(kept.answer.passages) == answers_module.PASSAGES


def test_an_answer_that_another_version_wrote_is_gone_and_not_an_error(records: Records) -> None:
    one = stored()
    records.answers.add(one)
    records.database.run("UPDATE answers SET body = replace(body, '\"Answer\"', '\"Epistle\"')")
    assert records.answers.get(one.key) is None


def test_an_article_that_changed_has_another_key(records: Records) -> None:
    first, second = article(identity="x"), article("别的话。", identity="x")
    keys = records.articles.keep([(first, "a.txt"), (second, "a.txt")])
    assert len(set(keys)) == 2
    found = records.articles.get(keys[0])
    assert found is not None
    assert (found.article, found.source) == (first, "a.txt")


def test_a_takedown_leaves_no_byte_of_the_article_in_the_file(tmp_path: Path) -> None:
    taken = article()
    with Records(tmp_path) as records:
        quoting, refusal = stored(), stored(ELSEWHERE, 9, answer=answer(status="refused"))
        other = stored(answer=answer(article("防汛演练在城南举行，共有90人参加。", "防汛演练")))
        for one in (quoting, refusal, other):
            records.answers.add(one)
            records.conversations.add(one.place, one.answer.turn)
            records.votes.cast(one, one.place.user, up=True)
        records.conversations.add(HERE, Turn("谁写的？", (taken.id,), TEXT))
    assert "首日来了412人".encode() in bytes_of(tmp_path)

    assert withdraw_from(tmp_path, taken.id, taken.id) == 2

    assert "412人".encode() not in bytes_of(tmp_path)
    with Records(tmp_path) as records:
        assert records.answers.get(quoting.key) is None
        assert records.answers.get(refusal.key) is None
        assert records.answers.get(other.key) == other
        assert sorted(records.retractions.waiting()) == [(-5, 9, "zh"), (11, 4, "zh")]
        # A turn may name an article that it does not quote: every conversation ends.
        assert [*records.conversations.turns(HERE), *records.conversations.turns(ELSEWHERE)] == []


def test_a_takedown_finds_an_article_by_its_content_whatever_its_id_was(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        one = stored(answer=answer(article(identity="given-by-its-source")))
        records.answers.add(one)
        assert records.withdraw("some-other-id", article().id) == 1
        assert records.answers.get(one.key) is None


def test_a_takedown_finds_an_answer_that_only_names_the_article(records: Records) -> None:
    one = stored()
    records.answers.add(one)
    records.withdraw("别处", "no content")
    assert records.answers.get(one.key) is None


def test_a_takedown_takes_a_passage_out_of_an_answer_that_does_not_show_it(tmp_path: Path) -> None:
    taken, other = article(), article("防汛演练在城南举行，共有90人参加。", "防汛演练")
    with Records(tmp_path) as records:
        shown = answer(other)
        one = stored(answer=replace(shown, passages=(*answer(taken).passages, *shown.passages)))
        records.answers.add(one)
        assert records.withdraw(taken.id, taken.id) == 0
        assert records.answers.get(one.key) == replace(one, answer=shown)
        assert records.retractions.waiting() == []
    assert "412人".encode() not in bytes_of(tmp_path)


def test_a_takedown_finds_messages_in_which_the_article_was_opened(records: Records) -> None:
    taken, other = article(), article("防汛演练在城南举行。", "防汛演练")
    records.articles.keep([(taken, "x.txt")])
    records.retractions.showing(11, 5, [taken], "en")
    records.retractions.showing(11, 6, [other], "zh")
    records.retractions.showing(11, 7, [other, taken], "zh")
    records.retractions.hidden(11, 7)  # back to something else
    records.withdraw(taken.id, taken.id)
    assert records.retractions.waiting() == [(11, 5, "en")]


def test_an_answer_is_found_by_the_message_that_shows_it(records: Records) -> None:
    one = stored(message=None)
    records.answers.add(one)
    assert records.answers.by_message(11, 8) is None
    records.answers.sent(one.key, 8)
    found = records.answers.by_message(11, 8)
    assert found is not None
    assert found.key == one.key
    assert records.answers.by_message(12, 8) is None


@pytest.mark.parametrize("version", [1, 2])
def test_records_of_an_earlier_version_are_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    one, anonymous = stored(), 1087968824
    with Records(tmp_path / "new") as records:
        records.answers.add(one)
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "MIGRATIONS", database_module.MIGRATIONS[:version])
        old = Records(tmp_path / "old").database
        old.run("ATTACH ? AS new", (str(tmp_path / "new" / FILE),))
        for table in ("answers", "articles", "evidence"):
            old.run(f"INSERT INTO main.{table} SELECT * FROM new.{table}")
        old.run("INSERT INTO turns VALUES (1, 11, 0, 11, 'q', '[]', 'a', ?)", (database_module.now(),))
        old.run("INSERT INTO subscriptions VALUES (1, -5, NULL, ?, '白鹭', 'zh', 0)", (anonymous,))
        old.run("INSERT INTO deliveries VALUES (1, 'k', 0, 0)")
        if version > 1:
            old.run("INSERT INTO shown VALUES (11, 5, ?, 'zh', 0)", (article().id,))
        old.close()
    with Records(tmp_path / "old") as records:
        assert records.answers.by_message(11, 4) == one
        assert records.conversations.turns(HERE) == (Turn("q", (), "a"),)
        assert records.subscriptions.unsent() == [Delivery(1, "k", None)]
        assert [each.place.user for each in records.subscriptions.every()] == [-5]
        assert records.withdraw("别处", "no content") == 1  # what an answer names is found too
        records.withdraw(article().id, article().id)
        assert [row[:2] for row in records.retractions.waiting()] == [(11, 4), (11, 5)][:version]


def test_a_takedown_where_no_bot_ever_ran_makes_no_file(tmp_path: Path) -> None:
    assert withdraw_from(tmp_path, "a", "b") == 0
    assert list(tmp_path.iterdir()) == []


def test_forget_deletes_everything_of_one_user_and_nothing_of_another(records: Records) -> None:
    mine, yours = stored(), stored(ELSEWHERE)
    for one in (mine, yours):
        records.answers.add(one)
        records.conversations.add(one.place, one.answer.turn)
        records.votes.cast(one, one.place.user, up=False)
        records.subscriptions.add(one.place, "白鹭", "zh")
        records.people.choose(one.place.user, Preferences("en", short=True))

    assert records.forget_user(11) == 5

    assert records.answers.get(mine.key) is None
    assert records.answers.get(yours.key) == yours
    assert records.conversations.turns(HERE) == ()
    assert len(records.conversations.turns(ELSEWHERE)) == 1
    assert records.votes.counts() == (0, 1)
    assert records.people.preferences(11) == Preferences()
    assert records.people.preferences(12) == Preferences("en", short=True)
    assert [one.place.user for one in records.subscriptions.every()] == [12]


def test_a_conversation_is_of_one_user_in_one_topic(records: Records) -> None:
    records.conversations.add(ELSEWHERE, Turn("甲？"))
    for place in (replace(ELSEWHERE, user=99), replace(ELSEWHERE, topic=4), replace(ELSEWHERE, chat=-6)):
        assert records.conversations.turns(place) == ()
    assert records.conversations.reset(ELSEWHERE) == 1
    assert records.conversations.turns(ELSEWHERE) == ()


def test_a_conversation_keeps_its_last_turns_and_ends_after_an_hour(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        records.conversations.add(HERE, Turn(f"{number}？", ("a",), "答"))
    assert [turn.question for turn in records.conversations.turns(HERE)] == ["5？", "6？", "7？", "8？"]
    later = database_module.now() + 3601
    monkeypatch.setattr("bot.telegram.store.conversations.now", lambda: later)
    assert records.conversations.turns(HERE) == ()


def test_old_records_go_and_an_article_goes_with_its_last_answer(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = stored(), stored(answer=answer(article("新的一篇。", "新")))
    records.answers.add(old)
    ahead = database_module.now() + 40 * 86400
    for part in ("answers", "database"):
        monkeypatch.setattr(f"bot.telegram.store.{part}.now", lambda: ahead)
    records.answers.add(new)
    records.expire(30)
    assert records.answers.get(old.key) is None
    assert records.answers.get(new.key) == new
    assert records.database.rows("SELECT id FROM articles") == [(new.answer.citations[0].article.id,)]


def test_an_update_is_taken_once_for_each_bot_and_after_a_restart_too(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        records.updates.bot = 1
        assert [records.updates.take(n) for n in (7, 7, 8)] == [True, False, True]
    with Records(tmp_path) as records:
        records.updates.bot = 1
        assert not records.updates.take(8)
        records.updates.bot = 2
        assert records.updates.take(8)


def test_votes_are_questions_that_the_evaluation_reads(records: Records, tmp_path: Path) -> None:
    liked, right = stored(), stored(answer=answer(question="门票多少钱？", status="refused"))
    records.votes.cast(liked, 1, up=False)
    records.votes.cast(liked, 1, up=True)  # the last one counts
    records.votes.cast(right, 1, up=True)
    rows = list(records.votes.questions())
    file = tmp_path / "feedback.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    answered, refused = load_questions(file)
    assert (answered.question, answered.answers_all) == ("首日来了多少人？", ("412人",))
    assert answered.articles == (article().id,)
    assert refused.unanswerable
    assert {row["generation"] for row in rows} == {"000007"}


def test_a_rejected_answer_waits_for_its_right_one(records: Records) -> None:
    records.votes.cast(stored(), 1, up=False)
    (row,) = records.votes.questions()
    assert (row["vote"], row["answers_any"], row["rejected"]) == ("down", [], [article().id])


def test_each_article_is_due_to_a_subscription_once(records: Records) -> None:
    number = records.subscriptions.add(HERE, "白鹭", "zh")
    assert records.subscriptions.add(HERE, "白鹭", "zh") == number
    assert [records.subscriptions.due(number, "k", SPAN) for _ in range(2)] == [True, False]
    assert records.subscriptions.unsent() == [Delivery(number, "k", SPAN)]
    records.subscriptions.sending(number, "k")
    assert records.subscriptions.unsent() == []
    assert not records.subscriptions.due(number, "k", SPAN)
    assert not records.subscriptions.remove(999, number)
    assert records.subscriptions.remove(11, number)
    assert records.database.rows("SELECT count(*) FROM deliveries") == [(0,)]


def test_only_articles_that_no_generation_had_are_new(records: Records) -> None:
    records.subscriptions.learn("000001", ["a", "b"])
    assert records.subscriptions.unknown(["b", "c"]) == ["c"]
    records.subscriptions.learn("000002", ["c"])
    assert records.subscriptions.unknown(["a", "c", "d"]) == ["d"]
    assert records.subscriptions.generation() == "000002"


def test_a_group_that_becomes_a_supergroup_keeps_its_records(records: Records) -> None:
    one = stored(ELSEWHERE)
    records.answers.add(one)
    records.conversations.add(ELSEWHERE, one.answer.turn)
    records.subscriptions.add(ELSEWHERE, "白鹭", "zh")
    records.people.permit(-5, allowed=True)
    records.migrate(-5, -100005)
    moved = replace(ELSEWHERE, chat=-100005)
    kept = records.answers.get(one.key)
    assert kept is not None
    assert kept.place == moved
    assert len(records.conversations.turns(moved)) == 1
    assert [each.place for each in records.subscriptions.every()] == [moved]
    assert records.people.permissions() == {-100005: True}


def test_a_document_is_decided_on_once(records: Records) -> None:
    from bot.telegram.models import PendingDocument

    document = PendingDocument("k", 1, "file", "页.txt")
    records.documents.add(document)
    assert [records.documents.take("k") for _ in range(2)] == [document, None]


def test_records_of_a_later_version_are_refused_in_one_line(tmp_path: Path) -> None:
    Records(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordsUnusable, match="later version") as caught:
        Records(tmp_path)
    assert exit_status(caught.value) == 1


def test_records_that_are_no_database_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to look at" * 99)
    with pytest.raises(RecordsUnusable, match=FILE):
        Records(tmp_path)


def test_threads_and_a_second_process_write_beside_each_other(tmp_path: Path) -> None:
    with Records(tmp_path) as one, Records(tmp_path) as two:

        def write(records: Records, start: int) -> None:
            for number in range(start, start + 60):
                records.updates.take(number)

        threads = [
            threading.Thread(target=write, args=(records, 1000 * place))
            for place, records in enumerate((one, one, two, two))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one.database.rows("SELECT count(*) FROM updates") == [(240,)]
