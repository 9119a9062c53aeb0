"""Settings, the composition root, the command line, the chat, and how things are shown."""
