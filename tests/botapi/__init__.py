"""A Bot API on loopback that plays Telegram, and the people who talk to the bot through it.

What it does follows the Bot API's documentation (version 10) and, where that is silent, the published source
of Telegram's own Bot API server (tdlib/telegram-bot-api): limits, error sentences, HTML parsing. What it does
not play is not answered: an unknown method is 404, as at Telegram.

    markup.py     HTML → text and entities, with Telegram's errors
    wording.py    what Telegram does to a text before it shows it; lengths in UTF-16 units
    keyboards.py  limits of inline keyboards
    pace.py       429: a message a second a chat, 30 a second, 20 a minute a group
    models.py     users, chats, messages
    world.py      everything that a Telegram account could see, under one lock
    updates.py    updates waiting for the bot
    methods/      the methods, by concern
    trouble.py    faults on demand
    server.py     HTTP: the methods, files, the webhook's deliveries
    people.py     the driver: what a person does and sees
    transcript.py a chat as a person sees it, as text
"""
