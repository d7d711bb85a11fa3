"""Turns a load into what it costs after each step that lowers it: models, quantisation, cache, batches, routing.

caching: what a cache spares. requests: what each kind of request takes after each step. stages: the machines that are
needed then. bill: the cost of so many machines. waterfall: what that costs, down to the option's total.
"""
