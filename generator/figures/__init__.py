"""Numbers that remember how they were reached, and tables of them.

One expression tree has five readings: its value, its values over many cases, a spreadsheet formula, words, JavaScript.
Nothing in this folder knows money, language models, YAML or Excel files.
"""
