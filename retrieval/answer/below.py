"""The quotes that stand below a language model's prose, each on a line of its own.

Prose is shorter than what proves it and words it anew; whoever reads it anywhere, and not in a window that
lists the citations beside it, sees the paper's own words with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.models import Answer, Citation, Language


def quote_line(citation: Citation, lang: Language) -> str:
    """One quote, told to be one."""
    return f"原文：“{citation.quote}”" if lang == "zh" else f"In the paper: “{citation.quote}”"


def with_quotes(said: str, citations: Sequence[Citation], lang: Language) -> str:
    """Prose and below it the quotes that it does not hold word for word."""
    lines = [quote_line(citation, lang) for citation in citations if citation.quote not in said]
    return "\n".join([said, *lines])


def without_quotes(answer: Answer) -> str:
    """The text of an answer without the lines that `with_quotes` put there."""
    lines = answer.text.split("\n")
    below = {line for c in answer.citations for line in quote_line(c, answer.lang).split("\n")}
    return "\n".join(line for line in lines if line not in below)
