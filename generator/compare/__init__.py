"""Turns two states of a proposal into what changed between them and what each change moved."""
