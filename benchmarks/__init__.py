"""Measurements. Figures in the documentation come from here; none of this is a test."""
