"""Turns a load into what it costs after each step that lowers it: models, quantisation, cache, batches, routing.

mix: which model each kind of request is given. routing: which tier serves it. relief: what a cache and the rules spare
an option. requests: what each kind of request takes after each step. stages: the machines that are needed then.
waterfall: what that costs, down to the option's total.
"""
