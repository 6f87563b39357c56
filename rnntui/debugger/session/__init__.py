"""The session: the cursor, its moves, and the frames at each position.

Imported by commands, state and model; imports none of them. Begin with session.py, then motion.py.
"""
