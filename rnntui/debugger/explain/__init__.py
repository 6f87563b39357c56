"""Explanations of one equation: its steps, activation curves, gates, convolution windows.

Reads values only; knows no cursor and no session. Begin with explain.py.
"""
