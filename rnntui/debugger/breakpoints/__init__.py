"""Breakpoints, their presets, and watches.

Imports expressions and positions only; knows no session. Begin with breakpoints.py.
"""
