"""Passages → sentences and their words that answer, and whether they are enough to answer from."""
