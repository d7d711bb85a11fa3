"""The shape of the input file: one frozen model for each of its mappings."""
