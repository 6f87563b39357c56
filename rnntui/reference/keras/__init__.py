"""Keras in a process of its own: the client used above, and the worker."""
