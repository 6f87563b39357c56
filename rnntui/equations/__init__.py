"""The language that cells are written in: parser, operations, activations.

Nothing here knows of layers or files. Begin with `parse.py`, then `program.py`.
"""
