"""A generation's truth in one SQLite file: articles, chunks, their terms, and the edit to the next."""
