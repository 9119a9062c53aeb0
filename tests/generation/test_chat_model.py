"""Models of other providers, by LangChain's name: what their classes are given, and what an error says."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import Field, SecretStr, field_validator

from retrieval.generation.chat_model import ChatModel
from retrieval.generation.errors import ModelUnusable
from retrieval.generation.models import ModelSpec

SPEC = ModelSpec("vendor", "model", key="sk-secret-of-mine", deadline=12.5)


class Patient(FakeListChatModel):
    """Takes no read timeout."""

    responses: list[str] = Field(default_factory=list)


class Timed(Patient):
    """Takes one by its own name, as ChatMistralAI does, in whole seconds."""

    timeout: int = 0


class Aliased(Patient):
    """Takes one by an alias, as ChatAnthropic does."""

    default_request_timeout: float | None = Field(default=None, alias="timeout")


class Strict(Patient):
    """Refuses its key."""

    api_key: SecretStr

    @field_validator("api_key")
    @classmethod
    def _no(cls, value: SecretStr) -> SecretStr:
        raise ValueError(f"no key of {len(value)} characters is ours")


class Chatty(Patient):
    """Says its key."""

    def __init__(self, **given: Any) -> None:
        raise RuntimeError(f"cannot log in with {given['api_key']}")


def made(monkeypatch: pytest.MonkeyPatch, kind: type[Patient]) -> list[dict[str, Any]]:
    """Make a model of a class; what it was given each time."""
    given: list[dict[str, Any]] = []

    def make(name: str, *, model_provider: str, **values: Any) -> Patient:
        assert (name, model_provider) == (SPEC.name, SPEC.provider)
        given.append(values)
        return kind(**values)

    monkeypatch.setattr("langchain.chat_models.init_chat_model", make)
    ChatModel(SPEC)
    return given


@pytest.mark.parametrize("kind", [Timed, Aliased])
def test_a_class_that_takes_a_read_timeout_gets_the_deadline(
    monkeypatch: pytest.MonkeyPatch, kind: type[Patient]
) -> None:
    assert made(monkeypatch, kind)[-1]["timeout"] == 13


def test_a_class_that_takes_none_is_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all("timeout" not in given for given in made(monkeypatch, Patient))


@pytest.mark.parametrize(("kind", "said"), [(Strict, "characters is ours"), (Chatty, "cannot log in")])
def test_an_error_of_a_class_is_told_without_the_key(
    monkeypatch: pytest.MonkeyPatch, kind: type[Patient], said: str
) -> None:
    with pytest.raises(ModelUnusable, match=said) as failed:
        made(monkeypatch, kind)
    assert "sk-" not in str(failed.value)
