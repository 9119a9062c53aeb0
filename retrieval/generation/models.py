"""What the chain is told and what passes along it. Frozen data; imports no sibling."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

GGUF = "gguf"
"""The provider of a model file that a local server of our own serves."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model, and how it is asked.

    Attributes:
        provider: LangChain's name of the provider, or `gguf`.
        name: The provider's name of the model; for `gguf` the file's path.
        base_url: An OpenAI-compatible server's base; "" for the provider's own.
        key: The server's key; "" for none.
        deadline: Seconds from the question's turn at the model to its last sentence.
        max_tokens: The longest answer.
        parallel: Questions that the model answers at a time.
    """

    provider: str
    name: str
    base_url: str = ""
    key: str = field(default="", repr=False)
    deadline: float = 60.0
    max_tokens: int = 200
    parallel: int = 4

    @property
    def full_name(self) -> str:
        """`provider:name`, as the settings have it."""
        return f"{self.provider}:{self.name}"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be spent; 0 leaves a side open.

    Attributes:
        question: Tokens of one question: prompt and answer together.
        user: Tokens of one user in a day.
        day: Tokens of all in a day.
        cost_question: Money of one question, in the currency of the prices.
        cost_user: Money of one user in a day.
        cost_day: Money of all in a day.
        price_in: Money for a million tokens of a prompt.
        price_out: Money for a million tokens of an answer.
    """

    question: int = 0
    user: int = 0
    day: int = 0
    cost_question: float = 0.0
    cost_user: float = 0.0
    cost_day: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call, as the server counts them or as estimated."""

    prompt: int = 0
    answer: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.prompt + self.answer

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt + other.prompt, self.answer + other.answer)

    def __sub__(self, other: Usage) -> Usage:
        return Usage(self.prompt - other.prompt, self.answer - other.answer)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as messages of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Messages:
    """What is sent.

    Attributes:
        system: The rules.
        user: The evidence and the question.
        history: Earlier exchanges, oldest first.
        version: The prompt's name and version, such as "answer-zh-1".
    """

    system: str
    user: str
    history: tuple[Exchange, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A part of what the model says.

    Attributes:
        text: The next characters; may be empty.
        usage: Tokens, where this part tells them.
        finish: Why the answer ends ("stop", "length"), where this is its last part.
    """

    text: str
    usage: Usage | None = None
    finish: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as the model wrote it.

    Attributes:
        text: Without its citations and list marks.
        numbers: What it cites, in order.
    """

    text: str
    numbers: tuple[int, ...]


class Fallback(StrEnum):
    """Why an answer is the extractive one although a model is configured: an `Answer.reason`."""

    DOWN = "model_down"
    REFUSED = "model_refused"
    BUSY = "model_busy"
    SLOW = "model_slow"
    EMPTY = "model_empty"
    CUT_OFF = "model_cut_off"
    ENDLESS = "model_endless"
    BUDGET = "model_budget"
    UNPROVED = "model_unproved"
    BESIDE = "model_beside"
    INCOMPLETE = "model_incomplete"
    SILENT = "model_silent"
