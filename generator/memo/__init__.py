"""Turns what is different between two proposals into words: for a terminal, a memo, a form, a program."""
