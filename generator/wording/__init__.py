"""Turns what the program says to its user into the user's language; documents have templates of their own."""
