"""A catalogue that was edited reads exactly as one that was built from nothing."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, ArticleKind, Chunk, Issue
from vectorstore.catalogue import lexical
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import CatalogueEditor, Edit, Entry
from vectorstore.models import SourceKey, StoredSource

BUDGET = TokenBudget(count=len, maximum=512)

Archive = dict[str, list[int]]
"""source → the numbers of its articles, in page order"""


def article(number: int) -> Article:
    """Article 7 says what 2 says on another page, 6 the same without a page, and 8 has an id of its own that
    looks like a running number."""
    given_id = {8: "x", 9: "x-2"}.get(number, "")
    same = 2 if number in {6, 7} else number
    text = f"第{same}小学的新操场铺好了草皮。" + "孩子们在草地上跑步。" * (60 if same % 3 == 0 else 1)
    return Article(
        given_id,
        ArticleKind.ARTICLE,
        f"第{same}小学迎来新操场",
        headline_made=False,
        text=text,
        page=None if number == 6 else str(number % 2),
    )


def entries(archive: Archive, carried: Sequence[str] = ()) -> list[Entry]:
    return [
        Entry(
            StoredSource(SourceKey("/pages", name), name, "".join(map(str, numbers)), Issue()),
            None if name in carried else [article(number) for number in numbers],
            [] if name in carried else [f"line {number}" for number in numbers if number > 4],
        )
        for name, numbers in archive.items()
    ]


def edit(path: Path, made: Sequence[Entry], withdrawn: set[str] | None = None) -> Edit:
    with CatalogueEditor(path) as editor:
        return editor.apply(made, withdrawn or set(), lambda one: chunk_article(one, BUDGET))


def content(path: Path) -> list[Any]:
    with closing(Catalogue(path)) as catalogue, closing(sqlite3.connect(path)) as connection:
        assert catalogue.disagreements(deep=True) == []
        return [
            catalogue.sources(),
            list(catalogue.entries()),
            list(catalogue.all_chunks()),
            [catalogue.articles_of(source.key) for source in catalogue.sources()],
            catalogue.problems(),
            list(lexical.vocabulary(connection)),
            [(hit.chunk_id, round(hit.score, 9)) for hit in catalogue.lexical("第2小学的草皮", 1000)],
        ]


def chunks(path: Path) -> dict[str, Chunk]:
    with closing(Catalogue(path)) as catalogue:
        return {chunk.id: chunk for chunk in catalogue.all_chunks()}


archives = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt", "c.jsonl", "d.txt"]),
    st.lists(st.integers(0, 9), max_size=4),
    max_size=4,
)


@given(states=st.lists(archives, min_size=2, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_row_of_edits_ends_where_a_fresh_build_does(
    tmp_path_factory: pytest.TempPathFactory, states: list[Archive]
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    edited, vectors = folder / "edited.sqlite", dict[str, str]()
    before: Archive = {}
    for archive in states:
        carried = [name for name, numbers in archive.items() if before.get(name) == numbers]
        done = edit(edited, entries(archive, carried))
        for chunk_id in done.removed:
            del vectors[chunk_id]
        assert not vectors.keys() & {chunk.id for chunk in done.added}
        vectors |= {chunk.id: chunk.embedding_text for chunk in done.added}
        before = archive
    clean = folder / "clean.sqlite"
    edit(clean, entries(states[-1]))
    assert content(edited) == content(clean)
    assert vectors == {chunk.id: chunk.embedding_text for chunk in chunks(clean).values()}


def test_an_unchanged_article_in_a_changed_source_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    edit(path, entries({"a.jsonl": [1, 2, 3, 4]}))
    done = edit(path, entries({"a.jsonl": [1, 2, 5, 4]}))
    assert {chunk.text[:4] for chunk in done.added} == {"第5小学"}
    assert {chunk_id.partition("#")[0] for chunk_id in done.removed}.isdisjoint(
        chunk.article_id for chunk in chunks(path).values()
    )


def test_what_was_taken_down_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    edit(path, entries({"a.txt": [1, 2, 6], "b.txt": [7, 3, 2]}))
    with closing(Catalogue(path)) as catalogue:
        ((taken, *_),) = [[e.article.id for e in catalogue.entries() if e.article.text.startswith("第2")]]
        withdrawn = catalogue.content_of(taken)
    assert withdrawn is not None
    with CatalogueEditor(path) as editor:
        carried = entries({"a.txt": [1, 2, 6], "b.txt": [7, 3, 2]}, ["a.txt", "b.txt"])
        done = editor.apply(carried, {withdrawn}, lambda one: chunk_article(one, BUDGET))
        editor.optimise()
    assert len(done.removed) == 2  # on both pages; their copies have no chunks
    assert {chunk.context[:4] for chunk in chunks(path).values()} == {"第1小学", "第3小学"}
    assert "第2小学".encode() not in path.read_bytes()
