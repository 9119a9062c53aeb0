"""The word beside an extractive answer that stands in for a model's: why there is no prose."""

from __future__ import annotations

from retrieval.generation.errors import (
    BudgetSpent,
    ModelBusy,
    ModelCutOff,
    ModelDown,
    ModelEmpty,
    ModelEndless,
    ModelFailed,
    ModelRefused,
    ModelSlow,
)
from retrieval.generation.models import Fallback
from retrieval.models import Language

_OF: dict[type[ModelFailed], Fallback] = {
    ModelDown: Fallback.DOWN,
    ModelRefused: Fallback.REFUSED,
    ModelBusy: Fallback.BUSY,
    ModelSlow: Fallback.SLOW,
    ModelEmpty: Fallback.EMPTY,
    ModelCutOff: Fallback.CUT_OFF,
    ModelEndless: Fallback.ENDLESS,
    BudgetSpent: Fallback.BUDGET,
}

_WORDS: dict[Fallback, dict[Language, str]] = {
    Fallback.DOWN: {"zh": "语言模型连接不上", "en": "the language model cannot be reached"},
    Fallback.REFUSED: {
        "zh": "语言模型的服务没有接受请求",
        "en": "the language model's server did not take the request",
    },
    Fallback.BUSY: {"zh": "语言模型正忙", "en": "the language model is busy"},
    Fallback.SLOW: {
        "zh": "语言模型没有按时答完",
        "en": "the language model did not answer in time",
    },
    Fallback.EMPTY: {"zh": "语言模型没有回答", "en": "the language model said nothing"},
    Fallback.CUT_OFF: {
        "zh": "语言模型的回答中途断了",
        "en": "the language model's answer broke off",
    },
    Fallback.ENDLESS: {
        "zh": "语言模型的回答过长",
        "en": "the language model's answer would not end",
    },
    Fallback.BUDGET: {
        "zh": "语言模型的用量已到上限",
        "en": "the language model's budget is spent",
    },
    Fallback.UNPROVED: {
        "zh": "语言模型的说法没有通过与原文的核对",
        "en": "what the language model wrote could not be proved by the paper",
    },
    Fallback.BESIDE: {
        "zh": "语言模型写的不是所问的事",
        "en": "what the language model wrote is beside the question",
    },
    Fallback.INCOMPLETE: {
        "zh": "语言模型的回答不完整",
        "en": "what the language model wrote leaves out a part of the answer",
    },
    Fallback.SILENT: {
        "zh": "语言模型没有从报道里读出答案",
        "en": "the language model found no answer in the reports",
    },
}


_TO_SET: dict[type[ModelFailed], str] = {
    ModelSlow: "WENBAO_LLM_DEADLINE sets how long it has",
    ModelRefused: "check WENBAO_LLM, WENBAO_LLM_API_KEY and WENBAO_LLM_BASE_URL",
    BudgetSpent: "WENBAO_LLM_*_TOKENS and WENBAO_LLM_*_COST set what may be spent",
}


def to_set(failure: ModelFailed) -> str:
    """What an operator can set against a failure, for the log; "" for nothing. No reader is told it."""
    return next((said for kind, said in _TO_SET.items() if isinstance(failure, kind)), "")


def fallback_of(failure: ModelFailed) -> Fallback:
    """The code of a failure."""
    return next((code for kind, code in _OF.items() if isinstance(failure, kind)), Fallback.DOWN)


def notice(fallback: Fallback, lang: Language) -> str:
    """One line for a reader."""
    said = _WORDS[fallback][lang]
    return f"{said}，以下为原文摘录。" if lang == "zh" else f"{said[:1].upper()}{said[1:]}: quotes instead."
