"""Spans tell where the time goes and hold no question unless that is set."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from retrieval import tracing
from tests.conftest import REPOSITORY
from tests.generation.conftest import LENGTH, TRUE, asker_of
from tests.generation.server import ModelServer, Reply, Script, replies

Serve = Callable[[Script], ModelServer]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Where spans end up while a test runs."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing._TRACING.tracer = provider.get_tracer("test")
    yield kept
    tracing.disable()


def by_name(kept: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in kept.get_finished_spans()}


def test_a_question_leaves_a_tree_of_spans(serve: Serve, spans: InMemorySpanExporter) -> None:
    asker_of(serve(replies(Reply(TRUE)))).ask(LENGTH)
    found = by_name(spans)
    assert set(found) == {f"wenbao.{name}" for name in ("ask", "answer", "search", "embed", "model")}
    inside = {"answer": "ask", "search": "answer", "embed": "search", "model": "ask"}
    for child, parent in inside.items():
        context = found[f"wenbao.{child}"].parent
        assert context is not None
        assert context.span_id == found[f"wenbao.{parent}"].context.span_id
    noted = found["wenbao.model"].attributes or {}
    assert (noted["wenbao.model"], noted["wenbao.tokens_in"]) == ("openai:scripted", 11)


@pytest.mark.parametrize("allowed", [True, False])
def test_spans_hold_a_questions_text_only_where_that_is_set(
    serve: Serve, spans: InMemorySpanExporter, *, allowed: bool
) -> None:
    tracing._TRACING.texts = allowed
    asker_of(serve(replies(Reply(TRUE)))).ask(LENGTH)
    everything = "".join(repr(dict(span.attributes or {})) for span in spans.get_finished_spans())
    assert (LENGTH in everything) is allowed
    assert "860" not in everything


def test_nothing_is_traced_before_it_is_enabled(serve: Serve, spans: InMemorySpanExporter) -> None:
    tracing.disable()
    assert asker_of(serve(replies(Reply(TRUE)))).ask(LENGTH).kind == "generated"
    assert spans.get_finished_spans() == ()


def test_tracing_to_the_console_prints_spans_on_standard_error() -> None:
    code = (
        "from bot.telemetry import start_tracing; from retrieval.tracing import span;"
        "start_tracing('console', texts=False)\nwith span('ask') as noted: noted.note(lang='zh')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout == ""
    assert '"name": "wenbao.ask"' in ran.stderr
    assert '"wenbao.lang": "zh"' in ran.stderr
