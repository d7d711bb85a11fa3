"""Turns finished files into findings: do they agree? Knows nothing of how they were made."""
