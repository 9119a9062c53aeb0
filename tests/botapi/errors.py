"""How the playing Bot API refuses a call; the sentences are Telegram's.

    ApiError
    ├── BadRequest        400  the call is wrong
    │   └── Upgraded           the group is a supergroup now, under another id
    ├── Unauthorized      401  the token is none of ours
    ├── Forbidden         403  the user blocked the bot, or the group threw it out
    ├── NotFound          404  no such method or file
    ├── Conflict          409  two pollers, or a poller and a webhook
    └── TooManyRequests   429  too fast; says how many seconds to wait

Each knows the JSON that the caller gets.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ApiError(Exception):
    """A call that Telegram answers with `ok: false`."""

    status: ClassVar[int]
    phrase: ClassVar[str]

    def __init__(self, said: str = "") -> None:
        self.description = f"{self.phrase}: {said}" if said else self.phrase
        super().__init__(self.description)

    def reply(self) -> dict[str, Any]:
        """The JSON that the caller gets."""
        return {"ok": False, "error_code": self.status, "description": self.description}


class BadRequest(ApiError):
    """The call is wrong."""

    status, phrase = 400, "Bad Request"


class Upgraded(BadRequest):
    """The group is a supergroup now.

    Attributes:
        chat_id: Under which id.
    """

    def __init__(self, chat_id: int) -> None:
        super().__init__("group chat was upgraded to a supergroup chat")
        self.chat_id = chat_id

    def reply(self) -> dict[str, Any]:
        return {**super().reply(), "parameters": {"migrate_to_chat_id": self.chat_id}}


class Unauthorized(ApiError):
    """The token is none of ours."""

    status, phrase = 401, "Unauthorized"


class Forbidden(ApiError):
    """The bot may not write there."""

    status, phrase = 403, "Forbidden"


class NotFound(ApiError):
    """No such method or file."""

    status, phrase = 404, "Not Found"


class Conflict(ApiError):
    """Somebody else takes the updates."""

    status, phrase = 409, "Conflict"


class TooManyRequests(ApiError):
    """Too fast.

    Attributes:
        retry_after: Whole seconds after which the same call may be made again.
    """

    status, phrase = 429, "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}")
        self.retry_after = retry_after

    def reply(self) -> dict[str, Any]:
        return {**super().reply(), "parameters": {"retry_after": self.retry_after}}
