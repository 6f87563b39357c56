"""Frames: immutable data about one cursor position, which the display draws.

Records only, no computation. Begin with frame.py.
"""
