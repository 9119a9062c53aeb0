"""Messages that the bot sends, edits and deletes, its drafts, and what it shows while it works."""

from __future__ import annotations

import time
from typing import Any

from tests.botapi.errors import BadRequest, NotFound
from tests.botapi.keyboards import inline_keyboard
from tests.botapi.markup import parse_html
from tests.botapi.methods.parameters import Method, Parameters
from tests.botapi.models import Chat, Document, Event, Look, Message
from tests.botapi.wording import (
    CAPTION_LENGTH,
    MESSAGE_LENGTH,
    Entity,
    checked_length,
    finished,
)
from tests.botapi.world import World

ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}

DOWNLOAD_BYTES = 20 * 2**20
"""The largest file that getFile gives (Bot API, getFile)."""


def formatted(said: Parameters, words: str = "text", marks: str = "entities") -> Look:
    """A text with its entities, parsed and cleaned as Telegram does.

    Raises:
        BadRequest: It cannot be parsed, or the parse mode is none that is played.
    """
    text, mode = said.text(words), said.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise BadRequest(f"unsupported parse_mode here: {mode} (only HTML is played)")
    else:
        entities = [
            Entity(one["type"], one["offset"], one["length"], one.get("url"), one.get("language"))
            for one in said.json(marks) or []
        ]
    return Look(*finished(text, entities))


def _message_look(said: Parameters) -> Look:
    look = formatted(said)
    if not look.text:
        raise BadRequest("message text is empty")
    checked_length(look.text, MESSAGE_LENGTH)
    look.rows = inline_keyboard(said.json("reply_markup"))
    return look


def _thread(chat: Chat, said: Parameters) -> int | None:
    thread = said.optional_number("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise BadRequest("message thread not found")
    return thread


def _replied(world: World, chat: Chat, said: Parameters) -> Message | None:
    asked = said.json("reply_parameters") or {}
    number = asked.get("message_id") or said.optional_number("reply_to_message_id")
    if not number:
        return None
    message = world.message(chat.id, int(number))
    if message is None and not asked.get("allow_sending_without_reply"):
        raise BadRequest("message to be replied not found")
    return message


def _send(world: World, said: Parameters, look: Look, document: Document | None = None) -> dict[str, Any]:
    chat = world.chat(said.text("chat_id"))
    thread, replied = _thread(chat, said), _replied(world, chat, said)
    world.count(chat, time.monotonic())
    if document:
        world.files[document.file_id] = document
    preview = (said.json("link_preview_options") or {}).get("is_disabled") is not True
    message = Message(
        world.number(), chat, world.bot, [look], thread, replied.id if replied else None, document,
        silent=said.flag("disable_notification"), preview=preview,
    )  # fmt: skip
    return world.post(message).reply(replied)


def send_message(world: World, said: Parameters) -> dict[str, Any]:
    """SendMessage."""
    world.chat(said.text("chat_id"))
    return _send(world, said, _message_look(said))


def send_document(world: World, said: Parameters) -> dict[str, Any]:
    """SendDocument, with an uploaded file."""
    world.chat(said.text("chat_id"))
    upload = next(iter(said.files.values()), None)
    if upload is None:
        raise BadRequest("there is no document in the request")
    look = formatted(said, "caption", "caption_entities")
    checked_length(look.text, CAPTION_LENGTH, too_long="message caption is too long")
    look.rows = inline_keyboard(said.json("reply_markup"))
    document = Document(f"file-{world.number()}", upload.name, upload.content, upload.mime)
    return _send(world, said, look, document)


def _own(world: World, said: Parameters) -> Message:
    """The bot's own message that a call is about."""
    if said.text("inline_message_id"):
        raise BadRequest("MESSAGE_ID_INVALID")  # inline messages are not played
    chat = world.chat(said.text("chat_id"))
    message = world.message(chat.id, said.number("message_id"))
    if message is None:
        raise BadRequest("message to edit not found")
    if message.sender.id != world.bot.id:
        raise BadRequest("message can't be edited")
    return message


def _edit(world: World, message: Message, look: Look) -> dict[str, Any]:
    if look == message.look:
        raise BadRequest(
            "message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message"
        )
    world.count(message.chat, time.monotonic())
    message.looks.append(look)
    world.happen(message.chat, Event("edit", world.bot, message, look))
    return message.reply()


def edit_message_text(world: World, said: Parameters) -> dict[str, Any]:
    """EditMessageText; without reply_markup the buttons go."""
    message = _own(world, said)
    if message.document:
        raise BadRequest("there is no text in the message to edit")
    return _edit(world, message, _message_look(said))


def edit_message_reply_markup(world: World, said: Parameters) -> dict[str, Any]:
    """EditMessageReplyMarkup."""
    message = _own(world, said)
    rows = inline_keyboard(said.json("reply_markup"))
    return _edit(world, message, Look(message.look.text, message.look.entities, rows))


def delete_message(world: World, said: Parameters) -> bool:
    """DeleteMessage: the bot's own, anywhere; a person's, in a private chat."""
    chat = world.chat(said.text("chat_id"))
    message = world.message(chat.id, said.number("message_id"))
    if message is None:
        raise BadRequest("message to delete not found")
    if message.sender.id != world.bot.id and chat.is_group and world.bot.id not in chat.admins:
        raise BadRequest("message can't be deleted")
    message.deleted = True
    world.happen(chat, Event("delete", world.bot, message))
    return True


def send_chat_action(world: World, said: Parameters) -> bool:
    """SendChatAction."""
    chat = world.chat(said.text("chat_id"))
    _thread(chat, said)
    if said.text("action") not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    world.happen(chat, Event("action", world.bot, note=said.text("action")))
    return True


def send_message_draft(world: World, said: Parameters) -> bool:
    """SendMessageDraft: 0–4,096 characters, in private chats, under an id that is not zero."""
    chat = world.chat(said.text("chat_id"))
    if chat.is_group:
        raise BadRequest("chat must be a private chat")
    if said.number("draft_id", 0) == 0:
        raise BadRequest("invalid draft identifier specified")
    look = formatted(said)
    checked_length(look.text, MESSAGE_LENGTH)
    world.happen(chat, Event("draft", world.bot, look=look, note=said.text("draft_id")))
    return True


def set_message_reaction(world: World, said: Parameters) -> bool:
    """SetMessageReaction."""
    chat = world.chat(said.text("chat_id"))
    message = world.message(chat.id, said.number("message_id"))
    if message is None:
        raise BadRequest("message to react not found")
    shown = "".join(one.get("emoji", "") for one in said.json("reaction") or [])
    world.happen(chat, Event("toast", world.bot, message, note=shown))
    return True


def get_file(world: World, said: Parameters) -> dict[str, Any]:
    """GetFile: where a file can be fetched."""
    document = world.files.get(said.text("file_id"))
    if document is None:
        raise BadRequest("invalid file_id")
    if len(document.content) > DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    told = document.reply()
    path = f"documents/{document.file_id}"
    return {key: told[key] for key in ("file_id", "file_unique_id", "file_size")} | {"file_path": path}


def download(world: World, path: str) -> bytes:
    """The content behind a `file_path`.

    Raises:
        NotFound: There is no such file.
    """
    document = world.files.get(path.removeprefix("documents/"))
    if document is None:
        raise NotFound
    return document.content


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
    "setMessageReaction": set_message_reaction,
    "getFile": get_file,
}
