"""Turns logs of what was used into numbers that a budget may rest on."""
