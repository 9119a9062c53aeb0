"""Who the bot is: its commands by scope and language, its descriptions; and what it may ask of chats."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.errors import BadRequest
from tests.botapi.methods.parameters import Method, Parameters
from tests.botapi.world import World

COMMANDS = 100
"""Commands of one scope and language (Bot API, setMyCommands)."""

DESCRIPTION = range(1, 257)
"""Characters of a command's description."""

PROFILE = {"Name": 64, "Description": 512, "ShortDescription": 120}
"""Field of the bot's profile → characters at most."""

_PROFILE_KEYS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_ALONE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_OF_A_CHAT = {
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}

Scope = tuple[tuple[str, Any], ...]


def scope_of(world: World, told: dict[str, Any] | None) -> Scope:
    """A commands' scope as a key.

    Raises:
        BadRequest: There is no such scope, or no such chat.
    """
    told = told or {"type": "default"}
    kind = told.get("type")
    if kind in _ALONE:
        return (("type", kind),)
    if kind not in _OF_A_CHAT:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    world.chat(str(told.get("chat_id", "")))
    return (("type", kind), *((key, int(told[key])) for key in _OF_A_CHAT[kind]))


def _place(world: World, said: Parameters) -> tuple[Scope, str]:
    return scope_of(world, said.json("scope")), _language(said)


def _language(said: Parameters) -> str:
    language = said.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise BadRequest("invalid language code specified")
    return language


def set_my_commands(world: World, said: Parameters) -> bool:
    """SetMyCommands."""
    commands: list[dict[str, str]] = said.json("commands") or []
    if len(commands) > COMMANDS:
        raise BadRequest("too many commands specified")
    for one in commands:
        if not _COMMAND.fullmatch(one.get("command", "").removeprefix("/")):
            raise BadRequest("BOT_COMMAND_INVALID")
        if len(one.get("description", "")) not in DESCRIPTION:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_place(world, said)] = commands
    return True


def get_my_commands(world: World, said: Parameters) -> list[dict[str, str]]:
    """GetMyCommands."""
    return world.commands.get(_place(world, said), [])


def delete_my_commands(world: World, said: Parameters) -> bool:
    """DeleteMyCommands."""
    world.commands.pop(_place(world, said), None)
    return True


def commands_shown(world: World, user_id: int, language: str) -> list[str]:
    """The commands in a private chat's menu: narrow scope first, then language, as Telegram looks."""
    chat: Scope = (("type", "chat"), ("chat_id", user_id))
    for scope in (chat, (("type", "all_private_chats"),), (("type", "default"),)):
        for code in (language[:2], ""):
            if commands := world.commands.get((scope, code)):
                return [one["command"] for one in commands]
    return []


def _setter(name: str) -> Method:
    def set_it(world: World, said: Parameters) -> bool:
        text = said.text(_PROFILE_KEYS[name])
        if len(text) > PROFILE[name]:
            raise BadRequest(f"{_PROFILE_KEYS[name]} is too long")
        world.profile[name, _language(said)] = text
        return True

    return set_it


def _getter(name: str) -> Method:
    def get_it(world: World, said: Parameters) -> dict[str, str]:
        language = _language(said)
        return {_PROFILE_KEYS[name]: world.profile.get((name, language)) or world.profile.get((name, ""), "")}

    return get_it


def get_me(world: World, _said: Parameters) -> dict[str, Any]:
    """GetMe."""
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**world.bot.reply(), **can}


def get_chat(world: World, said: Parameters) -> dict[str, Any]:
    """GetChat."""
    chat = world.chat(said.text("chat_id"))
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        True,
    )
    return {**chat.reply(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, said: Parameters) -> dict[str, Any]:
    """GetChatMember."""
    chat, user = world.chat(said.text("chat_id")), world.users.get(said.number("user_id"))
    if user is None:
        raise BadRequest("PARTICIPANT_ID_INVALID")
    status = "administrator" if user.id in chat.admins else "member"
    rights = dict.fromkeys(
        ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
         "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
         "can_post_stories", "can_edit_stories", "can_delete_stories"), False,
    )  # fmt: skip
    return {"status": status, "user": user.reply(), **(rights if status == "administrator" else {})}


def leave_chat(world: World, said: Parameters) -> bool:
    """LeaveChat."""
    world.chat(said.text("chat_id")).blocked = True
    return True


def agree(_world: World, _said: Parameters) -> bool:
    """A method whose effect nobody sees here."""
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
    "setChatMenuButton": agree,
    "setMyDefaultAdministratorRights": agree,
    **{f"setMy{name}": _setter(name) for name in PROFILE},
    **{f"getMy{name}": _getter(name) for name in PROFILE},
}
