"""Answers as JSON and back, their articles put aside.

Every dataclass of `retrieval.models` is written with its name, so that a field that is added to one needs
nothing here; a field that is gone when a record is read again is passed over.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

import retrieval.models
from corpus.models import Article
from retrieval.models import Answer

_KIND, _ARTICLE, _DAY = "$", "$article", "$day"
_KINDS: dict[str, type] = {
    name: kind
    for name, kind in vars(retrieval.models).items()
    if isinstance(kind, type) and is_dataclass(kind)
}


def answer_to_json(answer: Answer, key_of: Mapping[str, str]) -> str:
    """Spell an answer out.

    Args:
        answer: Whole.
        key_of: Article id → what is written in the article's place.
    """

    def spelt(value: Any) -> Any:
        if isinstance(value, Article):
            return {_ARTICLE: key_of[value.id]}
        if is_dataclass(value) and not isinstance(value, type):
            parts = {field.name: spelt(getattr(value, field.name)) for field in fields(value)}
            return {_KIND: type(value).__name__, **parts}
        if isinstance(value, tuple | list):
            return [spelt(item) for item in value]
        if isinstance(value, datetime.date):
            return {_DAY: value.isoformat()}
        return value

    return json.dumps(spelt(answer), ensure_ascii=False)


def answer_from_json(data: str, articles: Mapping[str, Article]) -> Answer:
    """The inverse of `answer_to_json`.

    Raises:
        LookupError: An article is missing, or a kind of thing is no longer known.
        TypeError: A field is missing that is required by now.
    """

    def read(value: Any) -> Any:
        if isinstance(value, list):
            return tuple(read(item) for item in value)
        if not isinstance(value, dict):
            return value
        if _ARTICLE in value:
            return articles[value[_ARTICLE]]
        if _DAY in value:
            return datetime.date.fromisoformat(value[_DAY])
        kind = _KINDS[value[_KIND]]
        known = {field.name for field in fields(kind)}
        return kind(**{name: read(part) for name, part in value.items() if name in known})

    return cast("Answer", read(json.loads(data)))


def articles_in(value: object) -> Iterable[tuple[Article, str]]:
    """Every article in an answer with its source's name, as often as it stands there."""
    if isinstance(value, tuple | list):
        for item in value:
            yield from articles_in(item)
    elif is_dataclass(value) and not isinstance(value, type | Article):
        for field in fields(value):
            part = getattr(value, field.name)
            if isinstance(part, Article):
                yield part, str(getattr(value, "source", "") or "")
            else:
                yield from articles_in(part)
