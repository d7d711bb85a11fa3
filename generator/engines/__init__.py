"""One module per cost question: a validated proposal in, schedules of figures out. Pure functions, no files."""
