"""Evidence → claims with their citations, and the text that a reader sees."""
