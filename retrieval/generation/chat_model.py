"""LangChain's chat models: the one room for their types, and for their vendors' errors.

`ChatModel.stream` is a chain of runnables, prompt | model, whose errors leave as `ModelFailed`. Servers that
speak OpenAI's interface go through one client whatever the provider's name is; any other provider that
LangChain knows needs its own package.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, BaseMessageChunk, HumanMessage
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ValidationError

from retrieval.generation.errors import (
    ModelBusy,
    ModelDown,
    ModelEmpty,
    ModelFailed,
    ModelRefused,
    ModelSlow,
    ModelUnusable,
)
from retrieval.generation.models import Messages, ModelSpec, Told, Usage

BASES: Mapping[str, str] = {
    "openai": "https://api.openai.com/v1",
    "deepseek": "https://api.deepseek.com/v1",
    "dashscope": "https://dashscope.aliyuncs.com/compatible-mode/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "ollama": "http://127.0.0.1:11434/v1",
}
"""Providers that speak OpenAI's interface, and where, by their own documentation."""

KEYLESS = {"ollama"}

CONNECT = 10.0
"""Seconds for a connection; a choice, far above what any reachable server needs."""

_TOO_MANY, _TIMEOUT, _SERVER_ERROR, _LAST_SERVER_ERROR = 429, 408, 500, 599

_WORD = re.compile(r"[a-z]+(?:_[a-z]+){0,5}")

LONGEST_WAIT = 3600.0
"""Seconds of a server's retry-after that are believed."""


class ChatModel:
    """A model that answers in a stream. Thread-safe."""

    def __init__(self, spec: ModelSpec, extra_body: Mapping[str, Any] | None = None) -> None:
        """Make the client; nothing is sent.

        Args:
            spec: Which model. A `gguf` one comes with the local server's base URL.
            extra_body: Fields that a server takes beyond OpenAI's.

        Raises:
            ModelUnusable: A package or a key is missing, or nobody knows the provider.
        """
        self._spec = spec
        self._model = _client(spec, extra_body or {})
        template = ChatPromptTemplate.from_messages(
            [("system", "{system}"), MessagesPlaceholder("history"), ("human", "{user}")]
        )
        self._chain: Runnable[dict[str, Any], BaseMessage] = template | self._model
        self._whole: Runnable[dict[str, Any], BaseMessage] = template | RunnableLambda(self._model.invoke)

    def stream(self, messages: Messages) -> Iterator[Told]:
        """What the model says, part by part; the last part may tell tokens and how it ended.

        Raises:
            ModelFailed: In one of its kinds.
        """
        asked = _values(messages)
        came = False
        try:
            for chunk in self._chain.stream(asked):
                came = True
                yield _told(chunk)
        except ModelFailed:
            raise
        except Exception as exc:
            if came or not _nothing_streamed(exc):
                raise _translated(exc) from exc
        if not came:  # some servers answer whole although a stream is asked for
            try:
                yield _told(self._whole.invoke(asked))
            except Exception as exc:
                raise _translated(exc) from exc


def _values(messages: Messages) -> dict[str, Any]:
    history: list[BaseMessage] = []
    for exchange in messages.history:
        history += [HumanMessage(exchange.question), AIMessage(exchange.answer)]
    return {"system": messages.system, "history": history, "user": messages.user}


def _told(message: BaseMessage | BaseMessageChunk) -> Told:
    usage = message.usage_metadata if isinstance(message, AIMessage | AIMessageChunk) else None
    metadata = message.response_metadata
    finish = metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason")
    return Told(
        message.text,
        Usage(usage["input_tokens"], usage["output_tokens"]) if usage else None,
        str(finish) if finish else None,
    )


def _client(spec: ModelSpec, extra_body: Mapping[str, Any]) -> BaseChatModel:
    base = spec.base_url or BASES.get(spec.provider, "")
    if base:
        return _openai_compatible(spec, base, extra_body)
    if not spec.provider or not spec.name:
        raise ModelUnusable(
            f"WENBAO_LLM={spec.full_name} names no model: write provider:model, such as openai:gpt-5-mini,"
            " or gguf:/path/model.gguf"
        )
    return _by_name(spec)


def _openai_compatible(spec: ModelSpec, base: str, extra_body: Mapping[str, Any]) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    if not spec.key and not spec.base_url and spec.provider not in KEYLESS:
        raise ModelUnusable(f"WENBAO_LLM={spec.full_name} needs a key: set WENBAO_LLM_API_KEY")
    if urlsplit(base).scheme not in {"http", "https"}:
        raise ModelUnusable(f"WENBAO_LLM_BASE_URL={base} is no http or https address")
    given: dict[str, Any] = {
        "model": spec.name or "default",
        "base_url": base,
        "api_key": spec.key or "none",
        "temperature": 0.0,
        "max_tokens": spec.max_tokens,
        "max_retries": 0,  # retried by `retrieval.generation.asking`, within the deadline
        "timeout": httpx.Timeout(spec.deadline, connect=min(CONNECT, spec.deadline)),
        "stream_usage": True,
        "use_responses_api": False,
        # A proxy of the environment has nothing to do with a server on this machine.
        "http_client": httpx.Client(trust_env=False) if _is_local(base) else None,
    }
    if extra_body:
        given["extra_body"] = dict(extra_body)
    return ChatOpenAI(**given)


def _by_name(spec: ModelSpec) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": 0.0, "max_tokens": spec.max_tokens, "max_retries": 0}
    if spec.key:
        given["api_key"] = spec.key
    try:
        model = init_chat_model(spec.name, model_provider=spec.provider, **given)
        if _takes_timeout(type(model)):  # whole seconds: some classes take no fractions
            given["timeout"] = math.ceil(spec.deadline)
            model = init_chat_model(spec.name, model_provider=spec.provider, **given)
    except ImportError as exc:
        package = exc.name or f"langchain-{spec.provider}"
        raise ModelUnusable(
            f"WENBAO_LLM={spec.full_name} needs a package: pip install {package.replace('_', '-')}"
        ) from exc
    except ValidationError as exc:  # its text shows what it was given, the key too
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in exc.errors())
        raise ModelUnusable(f"WENBAO_LLM={spec.full_name} cannot be used: {said[:300]}") from None
    except Exception as exc:
        said = " ".join(str(exc).split())
        if spec.key:
            said = said.replace(spec.key, "…")
        raise ModelUnusable(f"WENBAO_LLM={spec.full_name} cannot be used: {said[:300]}") from exc
    assert isinstance(model, BaseChatModel)  # nothing of it was left configurable
    return model


def _takes_timeout(made: type) -> bool:
    """Whether a vendor's class has a read timeout; without one a silent server keeps a slot for ever."""
    fields: Mapping[str, Any] = getattr(made, "model_fields", {})
    return any("timeout" in {name, field.alias} for name, field in fields.items())


def _is_local(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _nothing_streamed(exc: Exception) -> bool:
    """LangChain's word for a stream without a single chunk."""
    return isinstance(exc, ValueError) and "No generation chunks" in str(exc)


def _translated(exc: Exception) -> ModelFailed:
    """A vendor's error as one of ours: its kind and its codes, for some servers say the key or the prompt."""
    status = getattr(exc, "status_code", None) or getattr(getattr(exc, "response", None), "status_code", 0)
    said = " ".join(filter(None, (type(exc).__name__, str(status or ""), _code(exc))))
    if status == _TOO_MANY:
        return ModelBusy(said, _retry_after(exc), free=True)
    if status == _TIMEOUT or _any_of(exc, httpx.TimeoutException, TimeoutError):
        return ModelSlow(said, free=_any_of(exc, httpx.ConnectTimeout))
    if isinstance(status, int) and _SERVER_ERROR <= status <= _LAST_SERVER_ERROR:
        return ModelDown(said, _retry_after(exc))
    if _any_of(exc, httpx.TransportError, ConnectionError, OSError):
        return ModelDown(said, free=_any_of(exc, httpx.ConnectError))
    if _nothing_streamed(exc):
        return ModelEmpty(said)
    return ModelRefused(said, free=bool(status))


def _code(exc: Exception) -> str:
    """A server's word for what is wrong, such as model_not_found; "" where it is a sentence."""
    code = getattr(exc, "code", None)
    return code if isinstance(code, str) and _WORD.fullmatch(code) else ""


def _any_of(exc: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether an error or what it was raised from is of these kinds."""
    while exc is not None:
        if isinstance(exc, kinds):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def _retry_after(exc: Exception) -> float:
    headers = getattr(getattr(exc, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 1e-3), ("retry-after", 1.0)):
        with suppress(KeyError, TypeError, ValueError):  # a date is not worth a parser: back off as usual
            return min(max(float(headers[name]) * unit, 0.0), LONGEST_WAIT)
    return 0.0
