"""Turns a workbook and the one that it should be into every difference that matters, each cause told once."""
