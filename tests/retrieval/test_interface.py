"""The machine interface holds every field that the contract names."""

from __future__ import annotations

import json

from retrieval.interface import answer_to_json
from tests.retrieval.memory import answerer, article

FIELDS = [
    "id",
    "question",
    "lang",
    "status",
    "kind",
    "text",
    "claims",
    "citations",
    "list",
    "period",
    "understood",
    "passages",
    "reason",
    "notice",
    "nearest",
    "timing_ms",
    "generation",
]
CITATION = [
    "n",
    "article_id",
    "headline",
    "headline_made",
    "paper",
    "city",
    "date",
    "page",
    "reporters",
    "correspondents",
    "source",
    "field",
    "start",
    "end",
    "quote",
    "spans",
    "also",
]


def test_an_answer_has_every_field_of_the_contract() -> None:
    asked = answerer(article("青禾大桥昨日通车。大桥总投资3.6亿元。", headline="大桥通车"))
    found = json.loads(json.dumps(answer_to_json(asked.ask("青禾大桥总投资多少钱？"), id="q1")))
    assert list(found) == FIELDS
    assert (found["id"], found["status"], found["kind"]) == ("q1", "answered", "extractive")
    assert (found["period"], found["understood"]) == (None, None)
    (citation,) = found["citations"]
    assert list(citation) == CITATION
    assert citation["spans"]
    assert set(found["timing_ms"]) == {"embed", "search", "answer", "total"}
    assert set(found["passages"][0]) == {"article_id", "start", "end", "score"}


def test_a_refusal_names_the_nearest_articles() -> None:
    asked = answerer(article("青禾大桥昨日通车。", headline="大桥通车"))
    found = answer_to_json(asked.ask("月球上有几座火山？"))
    assert (found["id"], found["status"], found["reason"]) == (None, "refused", "not_in_corpus")
    assert found["nearest"][0]["headline"] == "大桥通车"
    assert found["citations"] == found["claims"] == []


def test_a_list_is_counted() -> None:
    asked = answerer(article("参建青禾大桥的是东河路桥、西岭建工和南渡钢构3家企业。", headline="大桥通车"))
    found = answer_to_json(asked.ask("参建青禾大桥的是哪3家企业？"))
    assert found["list"] == {"asked": 3, "found": 3, "told": 3}
