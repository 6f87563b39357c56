"""Arguments of commands: parsing, completion words, previews and value text.

Used by the command groups only. Begin with locations.py.
"""
