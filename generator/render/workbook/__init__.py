"""Turns a packet into a workbook with live formulas whose numbers every reader can see."""
