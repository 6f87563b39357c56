"""Expressions that users type, such as `abs(h_t[2]) > 0.95`, over one timestep or many.

Knows names only through the Scope protocol, and nothing of networks. Begin with parse.py, then
evaluate.py.
"""
