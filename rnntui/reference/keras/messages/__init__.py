"""The messages between the client and the worker: typed, checked, and nothing but data.

Begin with `messages.py`.
"""
