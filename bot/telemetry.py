"""Where spans go: the OpenTelemetry SDK, set up as the settings say."""

from __future__ import annotations

import sys
from typing import Literal

from bot.errors import SettingsInvalid

Tracing = Literal["", "api", "console", "otlp"]


def start_tracing(where: Tracing, *, texts: bool) -> None:
    """Make spans, and send them.

    Args:
        where: "" for none; "api" where the process has a provider of its own (opentelemetry-instrument);
            "console" for standard error; "otlp" for the collector that OTEL_EXPORTER_OTLP_ENDPOINT names.
        texts: Whether spans may hold the questions' text.

    Raises:
        SettingsInvalid: A package is missing.
    """
    if not where:
        return
    from retrieval.tracing import enable

    if where != "api":
        try:
            _set_up(where)
        except ImportError as exc:
            raise SettingsInvalid(
                f"WENBAO_TRACING={where} needs packages: pip install opentelemetry-sdk"
                " opentelemetry-exporter-otlp-proto-grpc"
            ) from exc
    enable(texts=texts)


def _set_up(where: Tracing) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "wenbao"}))
    if where == "console":
        provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr)))
    else:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
