"""Everything that the bot says, by name. Braces are filled with `str.format`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's sentences; a missing one is a type error, not a blank."""

    description: str
    about: str
    start: str
    help: str
    help_admin: str
    ask_how: str
    understood: str
    source: str
    also: str
    more: str
    this_week: str
    back: str
    close: str
    open: str
    newer: str
    older: str
    page: str
    passages: str
    no_passages: str
    week_only: str
    thanks: str
    gone: str
    not_yours: str
    withdrawn: str
    link_gone: str
    reset: str
    cancelled: str
    nothing_to_cancel: str
    settings: str
    setting_lang: str
    setting_auto: str
    setting_short: str
    setting_full: str
    sources: str
    no_sources: str
    samples: str
    headlines: str
    headlines_more: str
    no_headlines: str
    no_dates: str
    day_how: str
    status: str
    undated: str
    unnamed_paper: str
    forgotten: str
    only_text: str
    not_allowed: str
    too_long: str
    too_many: str
    busy: str
    not_ready: str
    failed: str
    admins_only: str
    refreshing: str
    stage: str
    refreshed: str
    refresh_failed_sources: str
    refresh_failed: str
    verified: str
    damaged: str
    stats: str
    allowed: str
    denied: str
    allow_how: str
    export_how: str
    export_empty: str
    exported: str
    document_ask: str
    document_replaces: str
    document_add: str
    document_discard: str
    document_added: str
    document_discarded: str
    document_kind: str
    document_big: str
    subscribe_how: str
    subscribed: str
    subscriptions: str
    subscription_ends: str
    no_subscriptions: str
    unsubscribed: str
    subscriptions_full: str
    notice: str
    inline_help: str
    reporters: str
    correspondents: str
    paper_page: str
    commands: tuple[tuple[str, str], ...]
    admin_commands: tuple[tuple[str, str], ...]
