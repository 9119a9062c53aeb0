"""A selection is searched as if its articles were all there is."""

from __future__ import annotations

import datetime
import json

import pytest

import vectorstore.selection
from tests.vectorstore.angles import Angles
from vectorstore.archive import Archive, LiveArchive
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

DAYS = [datetime.date(2023, 5, 1) + datetime.timedelta(days=n) for n in range(10)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("selection")
    source = folder / "pages.jsonl"
    rows = [
        {
            "id": f"a{n}",
            "text": f"河水涨了{9 * n}厘米。" + ("堤上有人巡查。" if n % 2 else ""),
            "date": DAYS[n].isoformat(),
            "reporters": [f"方{'甲乙'[n % 2]}舟"],
        }
        for n in range(10)
    ]
    rows.append({"id": "undated", "text": "河水涨了90厘米。"})
    source.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    store, model = StoreFolder(folder / "data"), Angles()
    refresh(store, model, RefreshRequest(samples=source, paths=(source,)))
    return LiveArchive(store, model).get()


def articles(archive: Archive, ids: list[str]) -> list[str]:
    return [chunk.article_id for chunk in archive.chunks(ids)]


@pytest.mark.parametrize("exact", [1_000, 0])
def test_the_nearest_of_the_selection_come_first_however_they_are_found(
    archive: Archive, exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectorstore.selection, "EXACT", exact)
    selection = archive.within(["a1", "a4", "a8", "nowhere"])
    assert len(selection) == 3
    hits = selection.dense(Angles().query("河水涨了0厘米"), 2)
    assert articles(archive, [hit.chunk_id for hit in hits]) == ["a1", "a4"]
    whole = {hit.chunk_id: hit.score for hit in archive.dense(Angles().query("河水涨了0厘米"), 11)}
    assert [hit.score for hit in hits] == pytest.approx([whole[hit.chunk_id] for hit in hits], abs=1e-5)


def test_an_index_that_gives_too_few_of_the_selection_is_made_good(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectorstore.selection, "EXACT", 0)
    monkeypatch.setattr(vectorstore.selection, "DEEPEST", 2)
    hits = archive.within(["a8", "a9"]).dense(Angles().query("涨了0"), 2)
    assert articles(archive, [hit.chunk_id for hit in hits]) == ["a8", "a9"]


def test_words_are_found_in_the_selection_only_with_the_scores_of_the_whole(archive: Archive) -> None:
    hits = archive.within(["a1", "a2", "a3"]).lexical("谁在堤上巡查", 10)
    assert sorted(articles(archive, [hit.chunk_id for hit in hits])) == ["a1", "a3"]
    whole = {hit.chunk_id: hit.score for hit in archive.lexical("谁在堤上巡查", 20)}
    assert {hit.chunk_id: hit.score for hit in hits} == {hit.chunk_id: whole[hit.chunk_id] for hit in hits}


def test_nothing_selected_finds_nothing(archive: Archive) -> None:
    nothing = archive.within([])
    assert nothing.dense(Angles().query("0"), 5) == []
    assert nothing.lexical("河水", 5) == []


def test_entries_are_told_by_their_issue_and_by_a_word(archive: Archive) -> None:
    between = archive.entries_between(DAYS[2], DAYS[3])
    assert [entry.article.id for entry in between] == ["a2", "a3"]
    assert [e.article.id for e in archive.entries_between(DAYS[8], None)] == ["a8", "a9"]
    assert len(archive.entries_holding("方乙舟")) == 5
    assert archive.entries_holding('"') == []
    assert archive.days == (DAYS[0], DAYS[9])
