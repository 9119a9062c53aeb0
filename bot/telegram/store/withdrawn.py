"""Which articles are taken down, beside the records: what is on its way while one is does not slip through.

A takedown goes over what is stored; an answer from the generation before may be stored, and a message may
arrive, just after. Both are held against this list, in the transaction that keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.telegram.store.database import Database
from corpus.identity import content_id
from corpus.models import Article
from retrieval.models import Answer


class WithdrawnArticles:
    """Ids and contents of what is taken down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, article_id: str, content: str) -> None:
        """Note a takedown (`vectorstore.models.Withdrawn`)."""
        self._database.run(
            "INSERT OR REPLACE INTO withdrawn (content, id) VALUES (?, ?)", (content, article_id)
        )

    def contents(self) -> set[str]:
        """What is noted."""
        return {row[0] for row in self._database.rows("SELECT content FROM withdrawn")}

    def undo(self, contents: Iterable[str]) -> None:
        """These may come back."""
        self._database.many("DELETE FROM withdrawn WHERE content = ?", [(one,) for one in contents])

    def among(self, articles: Iterable[Article]) -> set[str]:
        """Ids of those of these articles that are taken down."""
        return self._found({article.id: content_id(article) for article in articles})

    def shown_by(self, answer: Answer) -> bool:
        """Whether the message of an answer quotes or names one."""
        cited = {citation.article.id: content_id(citation.article) for citation in answer.citations}
        held = {passage.article.id: content_id(passage.article) for passage in answer.passages}
        named = {one: held.get(one, one) for one in named_by(answer)}
        return bool(self._found(named | cited))

    def _found(self, content_of: dict[str, str]) -> set[str]:
        rows = self._database.rows(
            "SELECT i.key FROM json_each(?) i JOIN withdrawn w"
            " ON w.content = i.value OR w.content = i.key OR w.id = i.key",
            (json.dumps(content_of),),
        )
        return {row[0] for row in rows}


def named_by(answer: Answer) -> set[str]:
    """Ids of articles that an answer names without holding them: other prints, a refusal's nearest."""
    also = {other.article_id for citation in answer.citations for other in citation.also}
    return also | {nearest.article_id for nearest in answer.nearest}
