"""Files → pages → articles → chunks. Pure: no network, no model, no database."""

READER_VERSION = "6"
"""Part of the store's fingerprint: raise it with any change to the articles that a page gives."""
