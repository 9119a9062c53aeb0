"""The bot's English."""

from __future__ import annotations

from bot.telegram.texts.words import Words

ENGLISH = Words(
    description=(
        "Ask a newspaper's archive. Answers are verbatim quotes that were checked; where it does not say, it"
        " says so."
    ),
    about="Wenbao: questions answered in the newspaper's own words",
    start=(
        "Hello, I am Wenbao. Send a question: I answer in the newspaper's own words, every quote checked"
        " against its page. Where the archive does not say, I say so.\n\nFor example: {example}\n\n"
        "/help lists the commands."
    ),
    help=(
        "Just send a question; you may follow it up. Reply to an answer to follow up that one.\n\n"
        "/ask QUESTION — ask (in groups)\n/latest — headlines of the newest issue\n"
        "/today — today's headlines\n"
        "/day 5-17 — headlines of a day\n/sources — which papers are here\n"
        "/subscribe WORDS — hear of new reports\n/subscriptions — what you subscribed to\n"
        "/unsubscribe NUMBER — end one\n/reset — forget what was said and start again\n"
        "/cancel — drop the question in hand\n/settings — language, length\n/status — the archive\n"
        "/forget — delete all records of you"
    ),
    help_admin=(
        "Admins:\n/refresh — update the archive\n/verify — check it\n/stats — figures\n/allow ID, /deny ID —"
        " who may ask\n/export feedback — the votes\nsend a .txt, .md or .jsonl file — add it to the archive"
    ),
    ask_how="Put the question behind the command: /ask {example}",
    understood="Understood as: {question}",
    source="[{n}] {headline}",
    also="also in {source}",
    more="More passages",
    this_week="Only this week",
    back="‹ Back",
    close="Close",
    open="Open the article",
    newer="‹",
    older="›",
    page="Page {page} of {pages}",
    passages="Passages {first}–{last} of {total}",
    no_passages="There are no other passages.",
    week_only="Only {first} to {last}: {question}",
    thanks="Thank you, noted.",
    gone="This answer is no longer kept: please ask again.",
    not_yours="This button belongs to another conversation.",
    withdrawn="The report that this answer quoted was taken down.",
    link_gone="This report is no longer in the archive.",
    reset="All right, we start afresh.",
    cancelled="Cancelled.",
    nothing_to_cancel="There is no question in hand.",
    settings="Settings\nLanguage: {lang}\nAnswers: {length}",
    setting_lang="English",
    setting_auto="as in Telegram",
    setting_short="short (one quote)",
    setting_full="full (all quotes)",
    sources="{articles} reports, {days}.",
    no_sources="The archive is still empty.",
    samples="These are the sample pages that come with Wenbao.",
    headlines="{day}, {total} reports:",
    headlines_more="… and {left} more.",
    no_headlines="There is no report of {day}. The archive covers {days}.",
    no_dates="No report in the archive is dated.",
    day_how="Put the day behind the command: /day 5-17 or /day 2023-05-17",
    status="{articles} reports in {chunks} chunks, {days}.\nGeneration {generation}, made {created}.",
    undated="undated",
    unnamed_paper="unnamed paper",
    forgotten="Deleted {count} records of you.",
    only_text="I only read text. Please type your question.",
    not_allowed="This bot is open to some readers only. Your id is {user}: please tell an admin.",
    too_long="The question is too long ({length} characters): please keep to {most}.",
    too_many="That was quick: please ask again in {seconds} seconds.",
    busy="Many people are asking right now: please send it again in a moment.",
    not_ready="The archive cannot be opened right now: please ask again later.",
    failed="Something went wrong, there is no answer. It was noted as {number}.",
    admins_only="Only admins can do this.",
    refreshing="Updating the archive…",
    stage="Updating the archive: {stage} {done}/{total}",
    refreshed=(
        "The archive is up to date ({seconds} s).\nSources: {added} added, {changed} changed, {removed}"
        " removed, {unchanged} unchanged.\n{articles} reports, {embedded} chunks embedded; generation"
        " {generation}."
    ),
    refresh_failed_sources="{count} sources could not be read:\n{lines}",
    refresh_failed="It was not updated: {reason}",
    verified="Generation {generation} is sound.",
    damaged="Generation {generation} is damaged in {count} places:\n{lines}",
    stats=(
        "Answers kept: {answers}\nSubscriptions: {subscriptions}\n👍 {up}  👎 {down}\nSince the start:"
        " {answered} answered, {refused} not in the archive, {busy} turned away, {errors} errors\n"
        "In hand: {waiting}"
    ),
    allowed="{identity} may ask.",
    denied="{identity} may not ask.",
    allow_how="Put a user's or a chat's id behind the command: /allow 123456",
    export_how="What can be exported: /export feedback",
    export_empty="There are no votes yet.",
    exported="{up} 👍 (ready for wenbao eval), {down} 👎 (the right answers are to be filled in).",
    document_ask="Add “{name}” ({size}) to the archive and refresh it?",
    document_replaces="It takes the place of the file of that name.",
    document_add="Add it",
    document_discard="No",
    document_added="Saved {name}.",
    document_discarded="All right, nothing was saved.",
    document_kind="The archive reads {kinds} files.",
    document_big="The file is too big ({size}): at most {most}.",
    subscribe_how="Put the words behind the command: /subscribe 绿色工厂",
    subscribed="All right: I will tell you of new reports on “{words}”. To end it: /unsubscribe {number}",
    subscriptions="Your subscriptions:",
    subscription_ends="End {words}",
    no_subscriptions="You have none. For example: /subscribe 绿色工厂",
    unsubscribed="Ended.",
    subscriptions_full="At most {most} subscriptions: please end one first (/subscriptions).",
    notice="New on “{words}”:",
    inline_help="Type a question to find passages",
    reporters="reporters {names}",
    correspondents="correspondents {names}",
    paper_page="page {page}",
    commands=(
        ("ask", "Ask a question"),
        ("latest", "Headlines of the newest issue"),
        ("today", "Today's headlines"),
        ("day", "Headlines of a day, as in /day 5-17"),
        ("sources", "Which papers are here"),
        ("subscribe", "Hear of new reports, as in /subscribe 绿色工厂"),
        ("subscriptions", "What you subscribed to"),
        ("unsubscribe", "End a subscription"),
        ("settings", "Language, length of answers"),
        ("reset", "Start afresh"),
        ("cancel", "Drop the question in hand"),
        ("status", "The state of the archive"),
        ("forget", "Delete all records of you"),
        ("help", "How it works"),
    ),
    admin_commands=(
        ("refresh", "Update the archive"),
        ("verify", "Check the archive"),
        ("stats", "Figures"),
        ("allow", "Let a user or a chat ask"),
        ("deny", "Stop a user or a chat"),
        ("export", "The votes: /export feedback"),
    ),
)
