"""Vectors in Chroma: in a folder of a generation's own, or as a collection of a server."""
