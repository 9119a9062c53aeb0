"""The Telegram bot: the archive's answers where its readers are.

    update → `lanes` (once, in order, bounded) → `handlers` → `searching` (threads) → `rendering` → `sending`
                                                      └────────── `store` (telegram.sqlite) ──────────┘

Nothing here is imported by any other command; `store` and `models` import no Telegram, so that a takedown
reaches the stored answers from anywhere.
"""
