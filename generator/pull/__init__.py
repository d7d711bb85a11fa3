"""Turns a workbook that finance has edited back into the input file: the numbers they typed, in the user's own text."""
