"""Turns the address of a server of language models into how fast it answers, at each number of requests at once."""
