"""What an inline keyboard may be (Bot API, InlineKeyboardButton)."""

from __future__ import annotations

from typing import Any

from tests.botapi.errors import BadRequest

DATA_BYTES = range(1, 65)
"""UTF-8 bytes of `callback_data`."""

BUTTONS = 100
"""Buttons of one keyboard."""

IN_A_ROW = 8
"""Buttons that Telegram's clients lay side by side."""

_ACTIONS = ("callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")

Rows = list[list[dict[str, Any]]]


def inline_keyboard(markup: Any) -> Rows | None:
    """The rows of buttons in a `reply_markup`; None where there are none.

    Raises:
        BadRequest: Telegram would refuse it.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None  # keyboards under the text field are no part of a message
    rows: Rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > BUTTONS or any(len(row) > IN_A_ROW for row in rows):
        raise BadRequest("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return rows or None


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise BadRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise BadRequest(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and len(button["callback_data"].encode()) not in DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button and "://" not in button["url"]:
        raise BadRequest(f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol")
