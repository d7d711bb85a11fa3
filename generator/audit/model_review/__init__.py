"""Turns any workbook into findings: each way in which it breaks the rules that professional reviewers of models go by.

A rule is a function of the module of its group. Its name is the rule's code, the first line of its docstring says what
is wrong, the rest why; `registry.py` lists them, and docs/audit.md is written from them.
"""
