"""What a question asks for: its kind, its days, its scope, the sides of a story that it names."""
