"""The main screen, and the screens that open over it; imported when needed.

They draw what `display/` makes and send commands. Begin with `main.py`.
"""
