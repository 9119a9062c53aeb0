"""Question → passages: two searches over one archive, fused."""
