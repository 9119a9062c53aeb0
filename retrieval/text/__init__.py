"""What Chinese and English text says in words, figures, days and names, apart from any question."""
