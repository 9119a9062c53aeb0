"""What the graph calls its ends; apart from `graph`, which imports the onnx package."""

INPUT = "words"
"""Word rows of one text, float32, shape (1, tokens, hidden)."""

OUTPUT = "vector"
"""The text's L2-normalised vector, float32, shape (1, hidden)."""

STATES = "states"
"""The tokens' last states, of which that vector is the mean, float32, shape (1, tokens, hidden)."""
