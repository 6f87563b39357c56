"""A training as the client sees it: its settings, and its result.

Begin with `settings.py`.
"""
