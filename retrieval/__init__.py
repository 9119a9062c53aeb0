"""Question → passages → answer: search, evidence, claims, citations, refusal, evaluation."""
