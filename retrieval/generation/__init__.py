"""Prose by a language model, under the same proof as a quote.

    question → extractive answer → numbered evidence → prompt → model → sentences → proof → answer
                      └──────────────── what is said where any step fails ────────────────┘

`GeneratingAsker` is the whole; everything here may be missing, slow or wrong, and an answer still comes.
"""
