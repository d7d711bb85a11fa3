"""Numbers that remember how they were reached, and tables of them.

One expression tree has four readings: its value, its values over many cases, a spreadsheet formula, and words.
Nothing in this folder knows money, language models, YAML or Excel files.
"""
