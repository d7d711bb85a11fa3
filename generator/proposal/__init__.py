"""The YAML text in, a frozen validated Proposal out, or every problem at once with file, line, column and a fix."""
