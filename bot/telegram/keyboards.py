"""Buttons. A button's data names a stored answer or article, in at most 64 bytes.

- s:KEY:REF:PAGE opens a source: REF is c3 (citation 3) or p5 (passage 5); PAGE is a number, or - for the page
  of the quote
- b:KEY goes back to the answer, x:KEY closes it (its buttons go)
- m:KEY:FIRST shows more passages, from the FIRST on
- w:KEY asks the same question of the last week only
- v:KEY:1 is 👍 (0: 👎)
- a:KEY:PAGE shows a page of an article that was opened by itself, z:KEY closes it
- set:lang:zh sets a preference
- u:7 ends a subscription (u:7:l: pressed in the list of them)
- d:KEY:1 adds a document (0: does not)
"""

from __future__ import annotations

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.telegram.models import Preferences, StoredAnswer, Subscription
from bot.telegram.rendering import PASSAGES_SHOWN, ArticlePage, shortened, title_of
from bot.telegram.texts.words import Words

SOURCES = 8
"""Sources that get a button of their own: more make a keyboard longer than a phone's screen."""

LABEL = 34
"""Characters of a button's label: about what a phone shows of a whole line of Chinese, twice."""

OF_ANSWERS = frozenset("sbxmwv")
"""Kinds of buttons that name a stored answer."""

DATA_LIMIT = 64
"""Bytes of a button's data (Bot API, InlineKeyboardButton)."""


def answer_of(keyboard: Keyboard | None) -> str | None:
    """The key of the stored answer that a message's buttons name; None where they name none."""
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            kind, _, rest = str(button.callback_data or "").partition(":")
            if kind in OF_ANSWERS and rest:
                return rest.partition(":")[0]
    return None


def answer_keyboard(stored: StoredAnswer, words: Words, *, vote: bool | None = None) -> Keyboard:
    """The buttons below an answer.

    Args:
        stored: The answer.
        words: The language of the labels.
        vote: Which way its reader voted, if at all.
    """
    key, answer = stored.key, stored.answer
    rows: list[list[Button]] = []
    seen: set[str] = set()
    cited = answer.citations[:1] if stored.short else answer.citations
    for citation in cited:
        if citation.article.id in seen or len(seen) == SOURCES:
            continue
        seen.add(citation.article.id)
        label = words.source.format(n=citation.n, headline=title_of(citation.article))
        rows.append([_button(label, f"s:{key}:c{citation.n}:-")])
    if not cited:
        for number, passage in enumerate(answer.passages):
            near = passage.article.id in {nearest.article_id for nearest in answer.nearest}
            if near and passage.article.id not in seen:
                seen.add(passage.article.id)
                rows.append([_button(f"《{title_of(passage.article)}》", f"s:{key}:p{number}:-")])
    last = []
    if answer.passages:
        rows.append([_button(words.more, f"m:{key}:0"), _button(words.this_week, f"w:{key}")])
    for up, sign in ((True, "👍"), (False, "👎")):
        last.append(_button(sign + (" ✓" if vote is up else ""), f"v:{key}:{int(up)}"))
    return Keyboard([*rows, last])


def source_keyboard(key: str, ref: str, shown: ArticlePage, words: Words) -> Keyboard:
    """The buttons below an article that was opened from an answer."""
    pages = _pages(f"s:{key}:{ref}", shown, words)
    return Keyboard([*pages, [_button(words.back, f"b:{key}"), _button(words.close, f"x:{key}")]])


def article_keyboard(key: str, shown: ArticlePage, words: Words) -> Keyboard:
    """The buttons below an article that was opened by itself."""
    return Keyboard([*_pages(f"a:{key}", shown, words), [_button(words.close, f"z:{key}")]])


def open_keyboard(key: str, words: Words, subscription: int | None = None) -> Keyboard:
    """One button that opens an article, and for a notice one that ends the subscription."""
    rows = [[_button(words.open, f"a:{key}:0")]]
    if subscription is not None:
        rows.append([_button(words.subscription_ends.format(words="").strip(), f"u:{subscription}")])
    return Keyboard(rows)


def passages_keyboard(stored: StoredAnswer, first: int, words: Words) -> Keyboard:
    """One button a passage, older and newer ones, and the way back."""
    key, total = stored.key, len(stored.answer.passages)
    last = min(first + PASSAGES_SHOWN, total)
    numbers = [_button(str(n + 1), f"s:{key}:p{n}:-") for n in range(first, last)]
    steps = []
    if first:
        steps.append(_button(words.newer, f"m:{key}:{max(0, first - PASSAGES_SHOWN)}"))
    if last < total:
        steps.append(_button(words.older, f"m:{key}:{last}"))
    ends = [_button(words.back, f"b:{key}"), _button(words.close, f"x:{key}")]
    return Keyboard([row for row in (numbers, steps, ends) if row])


def settings_keyboard(chosen: Preferences, words: Words) -> Keyboard:
    """Language and length; what is chosen is ticked."""

    def tick(label: str, *, on: bool) -> str:
        return f"✓ {label}" if on else label

    return Keyboard(
        [
            [
                _button(tick("中文", on=chosen.lang == "zh"), "set:lang:zh"),
                _button(tick("English", on=chosen.lang == "en"), "set:lang:en"),
                _button(tick(words.setting_auto, on=chosen.lang is None), "set:lang:auto"),
            ],
            [
                _button(tick(words.setting_short, on=chosen.short), "set:short:1"),
                _button(tick(words.setting_full, on=not chosen.short), "set:short:0"),
            ],
        ]
    )


def subscriptions_keyboard(subscriptions: list[Subscription], words: Words) -> Keyboard:
    """One button a subscription that ends it."""
    return Keyboard(
        [[_button(words.subscription_ends.format(words=one.words), f"u:{one.id}:l")] for one in subscriptions]
    )


def document_keyboard(key: str, words: Words) -> Keyboard:
    """Add a document, or do not."""
    return Keyboard(
        [[_button(words.document_add, f"d:{key}:1"), _button(words.document_discard, f"d:{key}:0")]]
    )


def _pages(data: str, shown: ArticlePage, words: Words) -> list[list[Button]]:
    steps = []
    if shown.page:
        steps.append(_button(words.newer, f"{data}:{shown.page - 1}"))
    if shown.page + 1 < shown.pages:
        steps.append(_button(words.older, f"{data}:{shown.page + 1}"))
    return [steps] if steps else []


def _button(label: str, data: str) -> Button:
    assert len(data.encode()) <= DATA_LIMIT, data
    return Button(shortened(label, LABEL), callback_data=data)
