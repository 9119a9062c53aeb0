"""The methods of the Bot API, by concern; each takes the world and its parameters and gives its result."""

from __future__ import annotations

from tests.botapi.methods import hooks, messages, profile, queries
from tests.botapi.methods.parameters import Method

METHODS: dict[str, Method] = {
    name.lower(): method
    for table in (hooks.METHODS, messages.METHODS, profile.METHODS, queries.METHODS)
    for name, method in table.items()
}
"""Name in lower case (Telegram does not mind the case) → method."""
