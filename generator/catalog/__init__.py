"""Dated, sourced prices and hardware data that a proposal may refer to by name."""
