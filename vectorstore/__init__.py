"""Embedding models, the Chroma store, the lexical index, generations, refresh."""
